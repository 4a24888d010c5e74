package io.roundabout.api;

import io.javalin.Javalin;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** {@code GET /api/v1/clock} and {@code POST /api/v1/clock/accept}. Thread-safe. */
public final class ClockRoutes implements Routes {
    /** A turn takes long where very much is committed; who asks does not wait for ever. */
    private static final long PATIENCE_SECONDS = 20;

    private static final String PATH = "/api/v1/clock";

    private final ClockDoor hub;

    /** Answers for {@code hub}. */
    public ClockRoutes(ClockDoor hub) {
        this.hub = hub;
    }

    @Override
    public void addTo(Javalin server) {
        server.get(PATH, request -> request.json(hub.clock()));
        server.post(PATH + "/accept", request -> {
            Routes.requireJson(request);
            request.future(() -> hub.accept()
                    .toCompletableFuture()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    // Not on the loop's thread, which completed it.
                    .thenAcceptAsync(view -> request.json(Objects.requireNonNull(view))));
        });
    }
}
