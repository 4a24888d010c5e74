package io.roundabout.api;

import io.javalin.Javalin;
import io.javalin.http.Header;
import io.roundabout.metrics.Meters;
import java.util.Objects;
import java.util.function.Function;

/** {@code GET /metrics}, in the text form of Prometheus, or as OpenMetrics where the client says that it reads that. Thread-safe. */
public final class MetricsRoutes implements Routes {
    private final Function<String, Meters.Scrape> metrics;

    /** @param metrics asked for each request, by several threads, with what the client accepts */
    public MetricsRoutes(Function<String, Meters.Scrape> metrics) {
        this.metrics = metrics;
    }

    @Override
    public void addTo(Javalin server) {
        server.get("/metrics", request -> {
            Meters.Scrape scrape = metrics.apply(Objects.requireNonNullElse(request.header(Header.ACCEPT), ""));
            request.contentType(scrape.contentType()).result(scrape.text());
        });
    }
}
