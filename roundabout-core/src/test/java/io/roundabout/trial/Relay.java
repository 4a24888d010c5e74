package io.roundabout.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Passes bytes on between a vehicle and the hub until it is cut, without a word of farewell. Thread-safe. */
final class Relay implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Passage toHub;
    private final Passage toVehicle;
    private final CountDownLatch withheld = new CountDownLatch(1);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Passes bytes on until their source ends, or until it passes no more. */
    private interface Passage {
        Passage ALL = InputStream::transferTo;

        long pass(InputStream in, OutputStream out) throws IOException;
    }

    private Relay(ServerSocket door, int target, Passage toHub, Passage toVehicle) {
        this.door = door;
        this.target = target;
        this.toHub = toHub;
        this.toVehicle = toVehicle;
    }

    /** Opens a relay to a port of this machine. */
    static Relay to(int target) throws IOException {
        return open(target, Passage.ALL, Passage.ALL);
    }

    /** Opens a relay that passes no more than so many bytes of a vehicle on, and keeps the connection open. */
    static Relay withholdingAfter(int bytes, int target) throws IOException {
        return open(target, (in, out) -> passUpTo(bytes, in, out), Passage.ALL);
    }

    /** Opens a relay that keeps back what an entrance says from its first {@code +ok} on. */
    static Relay withholdingReceipts(int target) throws IOException {
        return open(target, Passage.ALL, Relay::passUpToReceipts);
    }

    private static Relay open(int target, Passage toHub, Passage toVehicle) throws IOException {
        Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, toHub, toVehicle);
        relay.threads.execute(relay::accept);
        return relay;
    }

    /** Waits until something is kept back. */
    void awaitWithheld() throws InterruptedException {
        if (!withheld.await(HubProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("all was passed on");
        }
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
            threads.execute(() -> pass(hub, vehicle, toVehicle));
            pass(vehicle, hub, toHub);
        } catch (IOException e) {
            close(vehicle);
        }
    }

    private void pass(Socket from, Socket to, Passage passage) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            passage.pass(in, out);
            if (passage != Passage.ALL && in.read() >= 0) {
                withheld.countDown();
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            close(from);
        } finally {
            close(to);
            sockets.remove(from);
        }
    }

    private static long passUpTo(int bytes, InputStream in, OutputStream out) throws IOException {
        for (int i = 0; i < bytes; i++) {
            int octet = in.read();
            if (octet < 0) {
                return i;
            }
            out.write(octet);
        }
        return bytes;
    }

    private static long passUpToReceipts(InputStream in, OutputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.append((char) octet);
            if (line.toString().startsWith("+ok")) {
                return 0;
            }
            if (octet == '\n') {
                out.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
                line.setLength(0);
            }
        }
        return 0;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
