package io.roundabout.api;

import io.javalin.Javalin;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.Words;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code GET /api/v1/streams}, {@code joins}, {@code computes} and {@code outputs}, each also with a name behind it, {@code
 * GET /api/v1/entrances} and {@code GET /api/v1/vehicles}. Thread-safe.
 */
public final class CatalogRoutes implements Routes {
    private final CatalogDoor hub;

    /** Answers for {@code hub}. */
    public CatalogRoutes(CatalogDoor hub) {
        this.hub = hub;
    }

    @Override
    public void addTo(Javalin server) {
        addTo(server, "stream", hub::streams);
        addTo(server, "join", hub::joins);
        addTo(server, "compute", hub::computes);
        addTo(server, "output", hub::outputs);
        server.get("/api/v1/entrances", request -> request.json(hub.entrances()));
        server.get("/api/v1/vehicles", request -> Routes.answer(request, hub.vehicles(), Routes.PATIENCE));
    }

    private static <T> void addTo(Javalin server, String kind, Supplier<Map<String, T>> all) {
        String path = "/api/v1/" + kind + "s";
        server.get(path, request -> request.json(all.get().values()));
        server.get(path + "/<name>", request -> {
            String name = request.pathParam("name");
            Map<String, T> known = all.get();
            T found = known.get(name);
            if (found == null) {
                throw new RoundaboutException(
                        Fault.VEHICLE,
                        "NOT_FOUND",
                        "there is no " + kind + " '" + name + "'; "
                                + Words.nearest(name, known.keySet())
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse("GET " + path + " lists what there is"));
            }
            request.json(found);
        });
    }
}
