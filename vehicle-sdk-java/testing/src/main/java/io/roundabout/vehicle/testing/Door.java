package io.roundabout.vehicle.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A TCP port of the loopback interface, and who came in by it, each with a thread of its own. Thread-safe. */
final class Door {
    private static final int BACKLOG = 50;
    private static final long LEAVING_SECONDS = 5;

    /** One connection. It is served by {@code run}, until either side leaves. */
    interface Visitor extends Runnable {
        /** Breaks the connection as a cable would. Any thread. */
        void cut();
    }

    private final String name;
    private final Function<Socket, Visitor> welcome;
    private final Map<Visitor, Thread> visitors = new LinkedHashMap<>();
    private @Nullable ServerSocket listener;
    private @Nullable Thread listening;
    private int port;
    private int visits;

    /**
     * Makes a closed door.
     *
     * @param name of its threads
     * @param welcome makes a visitor of a connection
     */
    Door(String name, Function<Socket, Visitor> welcome) {
        this.name = name;
        this.welcome = welcome;
    }

    /** Listens, on a free port; again on the same one after {@link #close}. Opening twice does nothing. */
    synchronized void open() {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            port = opened.getLocalPort();
            listener = opened;
            Thread thread = thread(() -> listen(opened));
            thread.start();
            listening = thread;
        } catch (IOException e) {
            throw new UncheckedIOException("the fake hub cannot listen on port " + port, e);
        }
    }

    /** Refuses new connections, breaks those there are, and waits until they are gone. */
    void close() {
        List<Thread> leaving = new ArrayList<>();
        synchronized (this) {
            if (listener != null) {
                closeQuietly(listener);
                listener = null;
            }
            // Until it has left the kernel's accept, the port is taken.
            if (listening != null) {
                leaving.add(listening);
                listening = null;
            }
            leaving.addAll(visitors.values());
        }
        cut();
        leaving.forEach(Door::join);
    }

    /** Breaks every connection. */
    void cut() {
        List<Visitor> present;
        synchronized (this) {
            present = List.copyOf(visitors.keySet());
        }
        present.forEach(Visitor::cut);
    }

    synchronized int port() {
        return port;
    }

    /** Returns how many connections were made since it was made. */
    synchronized int visits() {
        return visits;
    }

    synchronized List<Visitor> visitors() {
        return List.copyOf(visitors.keySet());
    }

    static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(ServerSocket opened) {
        try {
            while (!opened.isClosed()) {
                enter(opened, opened.accept());
            }
        } catch (IOException e) {
            // The door was closed.
            return;
        }
    }

    private synchronized void enter(ServerSocket opened, Socket socket) {
        if (listener != opened) {
            closeQuietly(socket);
            return;
        }
        visits++;
        Visitor visitor = welcome.apply(socket);
        Thread thread = thread(() -> {
            try {
                visitor.run();
            } finally {
                closeQuietly(socket);
                leave(visitor);
            }
        });
        visitors.put(visitor, thread);
        thread.start();
    }

    private synchronized void leave(Visitor visitor) {
        visitors.remove(visitor);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void join(Thread thread) {
        try {
            if (thread != Thread.currentThread()) {
                thread.join(TimeUnit.SECONDS.toMillis(LEAVING_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
