package io.roundabout.api;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looking into the hub: {@code GET /api/v1/ledger}, {@code /api/v1/explain/JOIN/KEY}, {@code /api/v1/peek/ADDRESS}, {@code
 * /api/v1/dead/NAME}, {@code /api/v1/waiting}, and {@code POST /api/v1/redrive/NAME}. Thread-safe.
 */
public final class LookRoutes implements Routes {
    private static final String DEAD = "dead/";

    private final Inquiries hub;
    private final Supplier<LedgerView> ledger;

    /** @param ledger asked for each request, by several threads */
    public LookRoutes(Inquiries hub, Supplier<LedgerView> ledger) {
        this.hub = hub;
        this.ledger = ledger;
    }

    @Override
    public void addTo(Javalin server) {
        server.get("/api/v1/ledger", request -> request.json(ledger.get()));
        server.get(
                "/api/v1/explain/{join}",
                request -> answer(request, hub.explain(request.pathParam("join"), required(request, "key"))));
        server.get(
                "/api/v1/explain/{join}/<key>",
                request -> answer(request, hub.explain(request.pathParam("join"), request.pathParam("key"))));
        server.get("/api/v1/waiting", request -> answer(request, hub.waiting(number(request.queryParam("n")))));
        server.get(
                "/api/v1/peek/<address>",
                request -> answer(request, hub.peek(request.pathParam("address"), wanted(request))));
        server.get("/api/v1/dead/<name>", request -> answer(request, hub.peek(dead(request), wanted(request))));
        server.post("/api/v1/redrive/<name>", request -> {
            RedriveRequest asked = Routes.body(request, RedriveRequest.class);
            answer(request, hub.redrive(dead(request), asked));
        });
    }

    private static void answer(Context request, CompletionStage<?> answer) {
        Routes.answer(request, answer, Routes.PATIENCE);
    }

    private static String dead(Context request) {
        String name = request.pathParam("name");
        return name.startsWith(DEAD) ? name : DEAD + name;
    }

    private static PeekRequest wanted(Context request) {
        String most = request.queryParam("n");
        return new PeekRequest(request.queryParam("key"), request.queryParam("reason"), number(most));
    }

    private static int number(@Nullable String most) {
        if (most == null) {
            return PeekRequest.DEFAULT_MOST;
        }
        try {
            int number = Integer.parseInt(most);
            if (number >= 1 && number <= PeekRequest.MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As one that is too large.
        }
        throw wrong("n is '" + most + "'; it is 1 to " + PeekRequest.MOST);
    }

    private static String required(Context request, String parameter) {
        String value = request.queryParam(parameter);
        if (value == null) {
            throw wrong("the parameter '" + parameter + "' is missing");
        }
        return value;
    }

    private static RoundaboutException wrong(String text) {
        return new RoundaboutException(Fault.VEHICLE, "BAD_REQUEST", text);
    }
}
