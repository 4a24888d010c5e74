package io.roundabout.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/events}: the hub once a second, as server-sent events, each with one {@link OverviewView} as JSON. Nothing is
 * done while nobody listens. Who does not read misses events, and is let go after {@link EventListener#PATIENCE} of them.
 * Source: HTML Standard, section 9.2 (server-sent events). Thread-safe.
 */
public final class EventRoutes implements Routes, AutoCloseable {
    /** Most that can listen at the same time. */
    public static final int MOST = 32;

    private static final Duration TICK = Duration.ofSeconds(1);

    /** How long a browser waits until it comes again. */
    private static final String RETRY = "retry: 1000\n";

    private final Supplier<OverviewView> hub;
    private final long tickMillis;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Set<EventListener> listeners = new LinkedHashSet<>();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "roundabout-events");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ScheduledFuture<?> ticking;
    private boolean closed;

    /** @param hub asked once a second while anybody listens, and when somebody comes; must not wait */
    public EventRoutes(Supplier<OverviewView> hub) {
        this(hub, TICK);
    }

    /** Tells as often as {@code tick} says. */
    EventRoutes(Supplier<OverviewView> hub, Duration tick) {
        this.hub = hub;
        tickMillis = tick.toMillis();
        clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void addTo(Javalin server) {
        server.get("/api/v1/events", this::listen);
    }

    /** Returns how many listen. */
    synchronized int listening() {
        return listeners.size();
    }

    /** Returns whether the hub is looked at. */
    synchronized boolean isLooking() {
        return ticking != null;
    }

    private void listen(Context request) {
        byte[] first = event(RETRY);
        EventListener listener = new EventListener();
        enter(listener);
        request.future(() -> {
            try {
                listener.begin(request.res(), first);
            } catch (IOException e) {
                listener.leave();
            }
            return listener.gone().whenComplete((nothing, failure) -> leave(listener));
        });
    }

    private synchronized void enter(EventListener listener) {
        if (closed || listeners.size() >= MOST) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS,
                    "BUSY",
                    closed
                            ? "the hub stops"
                            : MOST + " listen to events already. Close a page that shows the hub, or ask again later.");
        }
        listeners.add(listener);
        if (ticking == null) {
            ticking = clock.scheduleWithFixedDelay(this::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void leave(EventListener listener) {
        listeners.remove(listener);
        if (listeners.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    private synchronized List<EventListener> listeners() {
        return new ArrayList<>(listeners);
    }

    /** Tells all; if that cannot be made which they are to be told, they go, and come again. */
    private void tick() {
        boolean made = false;
        try {
            byte[] event = event("");
            made = true;
            listeners().forEach(listener -> listener.offer(event));
        } finally {
            if (!made) {
                listeners().forEach(EventListener::leave);
            }
        }
    }

    private byte[] event(String before) {
        try {
            return (before + "data: " + mapper.writeValueAsString(hub.get()) + "\n\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets all who listen go, and takes no more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        listeners().forEach(EventListener::leave);
        clock.shutdownNow();
    }
}
