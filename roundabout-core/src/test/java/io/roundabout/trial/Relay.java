package io.roundabout.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes bytes on between a vehicle and the hub until it is cut, without a word of farewell. Thread-safe. */
final class Relay implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Relay(ServerSocket door, int target) {
        this.door = door;
        this.target = target;
    }

    /** Opens a relay to a port of this machine. */
    static Relay to(int target) throws IOException {
        Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        relay.threads.execute(relay::accept);
        return relay;
    }

    int port() {
        return door.getLocalPort();
    }

    /** Breaks every connection that is open now. */
    void cut() {
        for (Socket socket : sockets) {
            close(socket);
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
        threads.shutdownNow();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket vehicle = door.accept();
                sockets.add(vehicle);
                threads.execute(() -> connect(vehicle));
            } catch (IOException e) {
                cut();
            }
        }
    }

    private void connect(Socket vehicle) {
        try {
            Socket hub = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(hub);
            threads.execute(() -> pass(hub, vehicle));
            pass(vehicle, hub);
        } catch (IOException e) {
            close(vehicle);
        }
    }

    private void pass(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            close(from);
        } finally {
            close(to);
            sockets.remove(from);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
