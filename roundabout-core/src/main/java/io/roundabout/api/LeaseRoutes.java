package io.roundabout.api;

import io.javalin.Javalin;
import java.time.Duration;

/**
 * {@code POST /api/v1/outputs/ADDRESS/take}, {@code POST /api/v1/leases/ID/settle} and {@code DELETE /api/v1/leases/ID}.
 * Thread-safe.
 */
public final class LeaseRoutes implements Routes {
    /** Beside what the caller wants to wait: what an address has may have to be read first. */
    private static final Duration READING = Duration.ofSeconds(20);

    private final LeaseDoor hub;

    /** Answers for {@code hub}. */
    public LeaseRoutes(LeaseDoor hub) {
        this.hub = hub;
    }

    @Override
    public void addTo(Javalin server) {
        server.post("/api/v1/outputs/<address>/take", request -> {
            TakeRequest asked = Routes.body(request, TakeRequest.class);
            Duration patience = READING.plus(asked.waits());
            Routes.answer(request, hub.take(request.pathParam("address"), asked), patience);
        });
        server.post("/api/v1/leases/{id}/settle", request -> {
            SettleRequest asked = Routes.body(request, SettleRequest.class);
            Routes.answer(request, hub.settle(request.pathParam("id"), asked), Routes.PATIENCE);
        });
        server.delete(
                "/api/v1/leases/{id}",
                request -> Routes.answer(request, hub.release(request.pathParam("id")), Routes.PATIENCE));
    }
}
