package io.roundabout.vehicle.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A hub in memory, on loopback, that keeps what is pushed and hands out what a test tells it to. It speaks enough of the wire
 * protocol for a vehicle: sessions, receipts, batches, refusals on demand, connections that break on demand. Thread-safe.
 */
public final class FakeHub implements AutoCloseable {
    /** A message as it was kept. */
    public record Kept(String session, long number, String stream, Optional<String> key, String body) {}

    private final ServerSocket door;
    private final FakeGate gate = new FakeGate();
    private final Map<String, FakeSession> sessions = new ConcurrentHashMap<>();
    private final List<Kept> kept = new CopyOnWriteArrayList<>();
    private final List<String> hellos = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong counted = new AtomicLong();
    private volatile Function<Kept, Optional<String>> refusing = message -> Optional.empty();
    private volatile long breakAfter = Long.MAX_VALUE;
    private volatile boolean deciding = true;
    private volatile boolean counting;
    private volatile String closing = "";

    /** Opens both doors on free ports of the loopback interface. */
    public FakeHub() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept, "fake-hub-entrance");
    }

    /** Returns the port of the entrance. */
    public int entrancePort() {
        return door.getLocalPort();
    }

    /** Returns the door for collecting. */
    public FakeGate gate() {
        return gate;
    }

    /** Returns what was kept, in the order it came. */
    public List<Kept> kept() {
        return List.copyOf(kept);
    }

    /** Returns the bodies kept for a stream, in the order they came. */
    public List<String> bodies(String stream) {
        List<String> bodies = new ArrayList<>();
        kept.stream().filter(message -> message.stream().equals(stream)).forEach(message -> bodies.add(message.body()));
        return bodies;
    }

    /** Returns the first lines of the connections so far. */
    public List<String> hellos() {
        return List.copyOf(hellos);
    }

    /** Refuses messages for which {@code rule} returns {@code CODE text}. */
    public void refuse(Function<Kept, Optional<String>> rule) {
        refusing = rule;
    }

    /** Decides nothing until {@link #decideAgain}: messages are read and forgotten. */
    public void holdDecisions() {
        deciding = false;
    }

    /** Breaks every connection, and decides again what comes after. */
    public void decideAgain() {
        deciding = true;
        breakConnections();
    }

    /** Breaks a connection right after message {@code number} has been decided, before the vehicle is told. Once. */
    public void breakAfter(long number) {
        breakAfter = number;
    }

    /** Breaks every connection now. */
    public void breakConnections() {
        connections.forEach(FakeHub::closeQuietly);
    }

    /** Answers each new connection with {@code -close} and this code and text; none if empty. */
    public void closeNewConnections(String codeAndText) {
        closing = codeAndText;
    }

    /** Only counts messages from now on, for measurements. */
    public void countOnly() {
        counting = true;
    }

    /** Returns how many messages were counted. */
    public long counted() {
        return counted.get();
    }

    @Override
    public void close() throws IOException {
        door.close();
        breakConnections();
        gate.close();
    }

    String closing() {
        return closing;
    }

    boolean isDeciding() {
        return deciding;
    }

    boolean isCounting() {
        return counting;
    }

    void count(long messages) {
        counted.addAndGet(messages);
    }

    FakeSession session(String hello, String name) {
        hellos.add(hello);
        return sessions.computeIfAbsent(name, FakeSession::new);
    }

    Optional<String> judge(Kept message) {
        return refusing.apply(message);
    }

    void keep(Kept message) {
        kept.add(message);
    }

    boolean breaksAt(long number) {
        if (number != breakAfter) {
            return false;
        }
        breakAfter = Long.MAX_VALUE;
        return true;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                connections.add(socket);
                start(() -> serve(socket), "fake-hub-connection");
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new FakeConnection(this, socket).run();
        } catch (IOException e) {
            // A vehicle that is gone, or a test that broke the connection.
            closeQuietly(socket);
        } finally {
            connections.remove(socket);
        }
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
