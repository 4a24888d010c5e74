package io.roundabout.api;

import io.javalin.Javalin;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The HTTP door: {@code /healthz} says the process works, {@code /readyz} that the loop turns, {@code /api/v1/status} what
 * goes round. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {
    private final Javalin server;
    private final String host;
    private volatile boolean ready;

    private ApiServer(Javalin server, String host) {
        this.server = server;
        this.host = host;
    }

    /**
     * Opens the door.
     *
     * @param host address to listen on
     * @param port port to listen on, 0 for any free one
     * @param status says what goes round; called for each request, from any thread
     * @throws RoundaboutException {@code PORT_IN_USE} if the port is taken
     */
    public static ApiServer open(String host, int port, Supplier<StatusView> status) {
        Javalin server = Javalin.create(config -> {
            config.showJavalinBanner = false;
            config.useVirtualThreads = false;
            config.jsonMapper(new JavalinJackson());
        });
        ApiServer api = new ApiServer(server, host);
        server.get("/healthz", context -> context.json(Map.of("status", "ok")));
        server.get("/readyz", context -> context.status(api.ready ? 200 : 503).json(Map.of("ready", api.ready)));
        server.get("/api/v1/status", context -> context.json(status.get()));
        try {
            server.start(host, port);
        } catch (JavalinBindException e) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS,
                    "PORT_IN_USE",
                    "http port " + port + " on " + host
                            + " is taken. Stop what listens there, or give another with --http.",
                    e);
        }
        return api;
    }

    /** Says from now on that the hub is ready. */
    public void ready() {
        ready = true;
    }

    /** Returns the address it listens on. */
    public InetSocketAddress address() {
        return new InetSocketAddress(host, server.port());
    }

    @Override
    public void close() {
        server.stop();
    }
}
