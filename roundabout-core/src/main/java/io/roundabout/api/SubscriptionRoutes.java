package io.roundabout.api;

import io.javalin.Javalin;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;

/** {@code DELETE /api/v1/subscriptions/TOPIC?name=NAME}. Thread-safe. */
public final class SubscriptionRoutes implements Routes {
    private final SubscriptionsDoor hub;

    /** Answers for {@code hub}. */
    public SubscriptionRoutes(SubscriptionsDoor hub) {
        this.hub = hub;
    }

    @Override
    public void addTo(Javalin server) {
        server.delete("/api/v1/subscriptions/{topic}", request -> {
            // A parameter, because a container-id may have any character, and slashes too.
            String name = request.queryParam("name");
            if (name == null) {
                throw new RoundaboutException(Fault.VEHICLE, "BAD_REQUEST", "the parameter 'name' is missing");
            }
            Routes.answer(request, hub.end(request.pathParam("topic"), name), Routes.PATIENCE);
        });
    }
}
