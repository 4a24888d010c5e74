package io.roundabout.api;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import io.roundabout.RoundaboutException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what went wrong as JSON: {@code {"code", "text"}}. Pure functions. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private static final Map<String, HttpStatus> STATUSES = Map.ofEntries(
            Map.entry("BAD_REQUEST", HttpStatus.BAD_REQUEST),
            Map.entry("INVALID_PIPELINE", HttpStatus.BAD_REQUEST),
            Map.entry("UNAUTHORIZED", HttpStatus.UNAUTHORIZED),
            Map.entry("FORBIDDEN", HttpStatus.FORBIDDEN),
            Map.entry("WRONG_HOST", HttpStatus.FORBIDDEN),
            Map.entry("NOT_FOUND", HttpStatus.NOT_FOUND),
            Map.entry("BEING_COLLECTED", HttpStatus.CONFLICT),
            Map.entry("WOULD_STRAND", HttpStatus.CONFLICT),
            Map.entry("AMBIGUOUS", HttpStatus.CONFLICT),
            Map.entry("NOT_A_QUEUE", HttpStatus.CONFLICT),
            Map.entry("LEASE_OVER", HttpStatus.CONFLICT),
            Map.entry("ALREADY_SETTLED", HttpStatus.CONFLICT),
            Map.entry("TOO_LARGE", HttpStatus.CONTENT_TOO_LARGE),
            Map.entry("TOO_MANY_LEASES", HttpStatus.TOO_MANY_REQUESTS),
            Map.entry("TOO_MANY_ADDRESSES", HttpStatus.TOO_MANY_REQUESTS),
            Map.entry("BUSY", HttpStatus.SERVICE_UNAVAILABLE),
            Map.entry("SHUTTING_DOWN", HttpStatus.SERVICE_UNAVAILABLE));

    private Failures() {}

    static void addTo(Javalin server) {
        server.exception(RoundaboutException.class, Failures::tell);
        server.exception(CompletionException.class, Failures::tellCause);
        server.exception(TimeoutException.class, (failure, request) -> late(request));
        server.exception(HttpResponseException.class, Failures::tell);
        server.exception(Exception.class, Failures::internal);
    }

    private static void tellCause(CompletionException failure, Context request) {
        if (failure.getCause() instanceof RoundaboutException told) {
            tell(told, request);
        } else if (failure.getCause() instanceof TimeoutException) {
            late(request);
        } else {
            internal(failure, request);
        }
    }

    private static void internal(Exception failure, Context request) {
        LOG.error("{} {} failed", request.method(), request.path(), failure);
        tell(
                request,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "INTERNAL",
                "the hub failed on this request; its log says more.");
    }

    /** What the library itself refuses: a path or method that is not there. */
    private static void tell(HttpResponseException failure, Context request) {
        if (failure instanceof MethodNotAllowedResponse) {
            tell(
                    request,
                    HttpStatus.METHOD_NOT_ALLOWED,
                    "METHOD_NOT_ALLOWED",
                    request.path() + " does not take " + request.method()
                            + "; see /api/v1/openapi.json for what it takes");
        } else if (failure.getStatus() == HttpStatus.NOT_FOUND.getCode()) {
            tell(
                    request,
                    HttpStatus.NOT_FOUND,
                    "NOT_FOUND",
                    "there is no " + request.path() + "; see /api/v1/openapi.json for what there is");
        } else {
            HttpStatus status = HttpStatus.forStatus(failure.getStatus());
            tell(request, status, status.name(), String.valueOf(failure.getMessage()));
        }
    }

    private static void late(Context request) {
        tell(request, HttpStatus.SERVICE_UNAVAILABLE, "BUSY", "the hub did not answer in time. Ask again in a moment.");
    }

    private static void tell(RoundaboutException failure, Context request) {
        HttpStatus status = STATUSES.getOrDefault(failure.code(), HttpStatus.INTERNAL_SERVER_ERROR);
        tell(request, status, failure.code(), failure.text());
    }

    private static void tell(Context request, HttpStatus status, String code, String text) {
        request.status(status).json(Map.of("code", code, "text", text));
    }
}
