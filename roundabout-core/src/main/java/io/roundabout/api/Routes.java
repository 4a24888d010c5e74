package io.roundabout.api;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;

/** Some of what is answered over HTTP. */
public interface Routes {
    /** Adds what it answers. */
    void addTo(Javalin server);

    /**
     * Refuses a request that changes something and does not say that it is JSON: a page in somebody's browser cannot send this
     * type without asking first.
     *
     * @throws RoundaboutException with code {@code BAD_REQUEST}
     */
    static void requireJson(Context request) {
        if (!String.valueOf(request.contentType()).startsWith("application/json")) {
            throw new RoundaboutException(Fault.VEHICLE, "BAD_REQUEST", "send the request as application/json");
        }
    }
}
