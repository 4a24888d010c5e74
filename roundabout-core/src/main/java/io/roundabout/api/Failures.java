package io.roundabout.api;

import com.fasterxml.jackson.core.JacksonException;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.roundabout.RoundaboutException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Says what went wrong as JSON: {@code {"code", "text"}}. Pure functions. */
final class Failures {
    private Failures() {}

    static void addTo(Javalin server) {
        server.exception(RoundaboutException.class, Failures::tell);
        server.exception(CompletionException.class, (failure, request) -> {
            if (failure.getCause() instanceof RoundaboutException told) {
                tell(told, request);
            } else if (failure.getCause() instanceof TimeoutException) {
                late(request);
            } else {
                tell(request, HttpStatus.INTERNAL_SERVER_ERROR, "INTERNAL", String.valueOf(failure.getCause()));
            }
        });
        server.exception(TimeoutException.class, (failure, request) -> late(request));
        server.exception(
                JacksonException.class,
                (failure, request) -> tell(
                        request,
                        HttpStatus.BAD_REQUEST,
                        "BAD_REQUEST",
                        "the request is not what is expected: " + failure.getOriginalMessage()));
    }

    private static void late(Context request) {
        tell(request, HttpStatus.SERVICE_UNAVAILABLE, "BUSY", "the hub did not answer in time. Ask again in a moment.");
    }

    private static void tell(RoundaboutException failure, Context request) {
        tell(request, LookRoutes.statusOf(failure), failure.code(), failure.text());
    }

    private static void tell(Context request, HttpStatus status, String code, String text) {
        request.status(status).json(Map.of("code", code, "text", text));
    }
}
