package io.roundabout.api;

import io.javalin.Javalin;
import java.time.Duration;

/** {@code GET /api/v1/pipeline} and {@code POST /api/v1/pipeline}. Thread-safe. */
public final class RulesRoutes implements Routes {
    /** Setting aside millions of messages takes turns of seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String PATH = "/api/v1/pipeline";

    private final RulesDoor hub;

    /** Answers for {@code hub}. */
    public RulesRoutes(RulesDoor hub) {
        this.hub = hub;
    }

    @Override
    public void addTo(Javalin server) {
        server.get(PATH, request -> request.contentType("application/json").result(hub.pipeline()));
        server.post(PATH, request -> {
            ApplyRequest asked = Routes.body(request, ApplyRequest.class);
            Routes.answer(request, hub.apply(asked), PATIENCE);
        });
    }
}
