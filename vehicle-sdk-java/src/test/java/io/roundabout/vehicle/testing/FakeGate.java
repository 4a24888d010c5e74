package io.roundabout.vehicle.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The fake hub's AMQP door: queues in memory, by address. Thread-safe. */
public final class FakeGate implements AutoCloseable {
    /** A message to hand out. */
    public record Held(
            String id, Optional<String> key, String contentType, Map<String, Object> properties, byte[] body) {}

    private final ServerSocket door;
    private final Map<String, Deque<Held>> queues = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<FakeGateConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final List<String> returned = new CopyOnWriteArrayList<>();

    FakeGate() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "fake-hub-gate");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the AMQP port. */
    public int port() {
        return door.getLocalPort();
    }

    /** Holds a message at an address, and hands it out if somebody waits. */
    public void put(String address, Held message) {
        queue(address).addLast(message);
        connections.forEach(FakeGateConnection::pump);
    }

    /** Refuses to let an address be collected from. */
    public void refuse(String address) {
        refused.add(address);
    }

    /** Returns the ids of what was accepted, in that order. */
    public List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** Returns {@code OUTCOME id} of what was given back, in that order. */
    public List<String> returned() {
        return List.copyOf(returned);
    }

    /** Returns the ids of what is held at an address, in order. */
    public List<String> held(String address) {
        synchronized (this) {
            return queue(address).stream().map(Held::id).toList();
        }
    }

    /** Breaks every connection now. */
    public void breakConnections() {
        connections.forEach(FakeGateConnection::close);
    }

    @Override
    public void close() throws IOException {
        door.close();
        breakConnections();
    }

    boolean isRefused(String address) {
        return refused.contains(address);
    }

    synchronized Optional<Held> take(String address) {
        return Optional.ofNullable(queue(address).pollFirst());
    }

    synchronized List<Held> all(String address) {
        return new ArrayList<>(queue(address));
    }

    void accept(Held message) {
        accepted.add(message.id());
    }

    synchronized void giveBack(String address, Held message, String outcome) {
        returned.add(outcome + " " + message.id());
        queue(address).addFirst(message);
    }

    void gone(FakeGateConnection connection) {
        connections.remove(connection);
    }

    private synchronized Deque<Held> queue(String address) {
        return queues.computeIfAbsent(address, name -> new ArrayDeque<>());
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                FakeGateConnection connection = new FakeGateConnection(this, socket);
                connections.add(connection);
                Thread thread = new Thread(connection::run, "fake-hub-gate-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }
}
