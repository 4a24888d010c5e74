package io.roundabout.api;

import io.javalin.Javalin;
import io.javalin.router.ParsedEndpoint;
import io.roundabout.PortException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The hub's HTTP door: {@code /healthz} (the process works), {@code /readyz} (every door is open, and what
 * somebody should know) and {@code /api/v1/status}. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {
    private static final int UNAVAILABLE = 503;

    private final Javalin server;

    /** What {@code /readyz} answers. A hub that has something to tell is ready all the same. */
    private record Readiness(String state, List<String> notices) {}

    /** Opens the door for everybody who can reach it. */
    public ApiServer(HttpDoor door, Supplier<StatusView> status, Routes... more) {
        this(door, Doorkeeper.OPEN, status, more);
    }

    /** Opens a door that has no other names, for everybody who can reach it. */
    public ApiServer(String host, int port, Supplier<StatusView> status, Routes... more) {
        this(new HttpDoor(host, port, List.of()), status, more);
    }

    /**
     * Opens the door.
     *
     * @param door where to listen; on loopback, unless something else keeps strangers out
     * @param doorkeeper asked before each request to {@code /api/}
     * @param status asked for each request, by several threads
     * @param more what it answers beside that
     * @throws PortException if the port cannot be had
     */
    public ApiServer(HttpDoor door, Doorkeeper doorkeeper, Supplier<StatusView> status, Routes... more) {
        server = Javalin.create(config -> {
            config.showJavalinBanner = false;
            config.startupWatcherEnabled = false;
            config.http.prefer405over404 = true;
            config.http.maxRequestSize = Routes.MOST_BODY_BYTES;
            config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new UnreadableRequests()));
        });
        new FrontDoor(door, doorkeeper).addTo(server);
        server.get("/healthz", request -> request.json(Map.of("status", "ok")));
        server.get("/readyz", request -> {
            StatusView now = status.get();
            request.status(now.state().equals(StatusView.READY) ? 200 : UNAVAILABLE)
                    .json(new Readiness(now.state(), now.notices()));
        });
        server.get("/api/v1/status", request -> request.json(status.get()));
        for (Routes routes : more) {
            routes.addTo(server);
        }
        Failures.addTo(server);
        start(door.host(), door.port());
    }

    /** Returns what it answers, such as {@code GET /api/v1/status}. */
    List<String> routes() {
        return server.unsafeConfig().pvt.internalRouter.allHttpHandlers().stream()
                .map(ParsedEndpoint::getEndpoint)
                .filter(endpoint -> endpoint.getMethod().isHttpMethod())
                .map(endpoint -> endpoint.getMethod() + " " + endpoint.getPath())
                .toList();
    }

    /** Returns the port it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    @SuppressWarnings("IllegalCatch") // the library has no type of its own for a port that is taken
    private void start(String host, int port) {
        try {
            server.start(host, port);
        } catch (RuntimeException e) {
            throw PortException.of("http", host + ":" + port, "--http", e);
        }
    }
}
