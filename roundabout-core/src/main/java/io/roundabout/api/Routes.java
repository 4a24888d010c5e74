package io.roundabout.api;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Some of what is answered over HTTP. */
public interface Routes {
    /** Bytes of a request's body at most: a pipeline file is the largest there is. */
    int MOST_BODY_BYTES = 1 << 20;

    /** A turn takes long where very much is committed; who asks does not wait for ever. */
    Duration PATIENCE = Duration.ofSeconds(20);

    /** Adds what it answers. */
    void addTo(Javalin server);

    /**
     * Reads the body of a request that changes something. It has to say that it is JSON: a page in somebody's browser cannot
     * send this type without asking first.
     *
     * @throws RoundaboutException with code {@code BAD_REQUEST} or {@code TOO_LARGE}
     */
    static <T> T body(Context request, Class<T> type) {
        requireJson(request);
        try {
            return RequestBody.read(request.req().getInputStream(), type);
        } catch (IOException e) {
            throw new UncheckedIOException("the request did not come whole", e);
        }
    }

    /**
     * Refuses a request that changes something and does not say that it is JSON.
     *
     * @throws RoundaboutException with code {@code BAD_REQUEST}
     */
    static void requireJson(Context request) {
        if (!String.valueOf(request.contentType()).startsWith("application/json")) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "BAD_REQUEST",
                    "send the request as application/json: curl -H 'Content-Type: application/json'");
        }
    }

    /** Answers with what {@code answer} brings, or with {@code BUSY} if it brings nothing in time. */
    static void answer(Context request, CompletionStage<?> answer, Duration patience) {
        request.future(() -> answer.toCompletableFuture()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                // Not on the loop's thread, which may have completed it.
                .thenAcceptAsync(found -> request.json(Objects.requireNonNull(found))));
    }
}
