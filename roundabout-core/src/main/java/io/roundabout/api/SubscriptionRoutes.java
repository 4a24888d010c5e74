package io.roundabout.api;

import io.javalin.Javalin;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** {@code DELETE /api/v1/subscriptions/TOPIC?name=NAME}. Thread-safe. */
public final class SubscriptionRoutes implements Routes {
    /** A turn takes long where very much is committed; who asks does not wait for ever. */
    private static final long PATIENCE_SECONDS = 20;

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
            request.future(() -> hub.end(request.pathParam("topic"), name)
                    .toCompletableFuture()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    // Not on the loop's thread, which completed it.
                    .thenAcceptAsync(view -> request.json(Objects.requireNonNull(view))));
        });
    }
}
