package io.roundabout.hub;

import io.roundabout.PortException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Tries the ports that a hub is to listen on, before anything is made or opened. Confined to one thread. */
final class Ports implements AutoCloseable {
    private final List<ServerSocket> tried = new ArrayList<>();
    private final List<PortException> problems = new ArrayList<>();

    private Ports() {}

    /**
     * Checks that all doors can be opened. A port that is lost between here and there is told by its door.
     *
     * @throws PortException if they cannot; it names every port that is taken
     */
    static void requireFree(HubSettings settings) {
        try (Ports ports = new Ports()) {
            ports.attempt(
                    "entrance", settings.entrance().host(), settings.entrance().port(), "--entrance");
            ports.attempt("gate", settings.gate().host(), settings.gate().port(), "--amqp");
            ports.attempt("http", settings.http().host(), settings.http().port(), "--http");
            if (!ports.problems.isEmpty()) {
                throw PortException.together(ports.problems);
            }
        }
    }

    /** Holds on to what it gets, so that two doors do not ask for one port. */
    private void attempt(String door, String host, int port, String option) {
        if (port == 0) {
            return;
        }
        try {
            ServerSocket socket = new ServerSocket();
            tried.add(socket);
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            problems.add(PortException.of(door, host + ":" + port, option, e));
        }
    }

    @Override
    public void close() {
        tried.forEach(Ports::close);
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The door itself will say if it cannot have the port.
            return;
        }
    }
}
