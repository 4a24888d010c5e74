package io.roundabout.api;

import io.javalin.Javalin;

/** {@code GET /api/v1/clock} and {@code POST /api/v1/clock/accept}. Thread-safe. */
public final class ClockRoutes implements Routes {
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
            Routes.answer(request, hub.accept(), Routes.PATIENCE);
        });
    }
}
