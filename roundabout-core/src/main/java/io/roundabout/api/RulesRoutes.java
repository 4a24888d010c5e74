package io.roundabout.api;

import io.javalin.Javalin;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** {@code GET /api/v1/pipeline} and {@code POST /api/v1/pipeline}. Thread-safe. */
public final class RulesRoutes implements Routes {
    /** Setting aside millions of messages takes turns of seconds. */
    private static final long PATIENCE_SECONDS = 120;

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
            Routes.requireJson(request);
            ApplyRequest asked = request.bodyAsClass(ApplyRequest.class);
            request.future(() -> hub.apply(asked)
                    .toCompletableFuture()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    // Not on the loop's thread, which completed it.
                    .thenAcceptAsync(view -> request.json(Objects.requireNonNull(view))));
        });
    }
}
