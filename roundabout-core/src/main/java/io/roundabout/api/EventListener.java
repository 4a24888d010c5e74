package io.roundabout.api;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One who listens to events. Never waits for it: where it has not read the last event it gets a newer one in its place.
 * Thread-safe.
 */
final class EventListener implements WriteListener {
    /** Events that it may miss in a row. */
    static final int PATIENCE = 10;

    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private @Nullable ServletOutputStream out;
    private byte @Nullable [] next;
    private boolean written;
    private int missed;

    /** Completed when it is gone, for whatever reason. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Begins to answer, with this event. The request must be asynchronous by now. */
    synchronized void begin(HttpServletResponse response, byte[] first) throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        next = first;
        ServletOutputStream stream = response.getOutputStream();
        out = stream;
        stream.setWriteListener(this);
    }

    /** Hands over an event, or notes that it has not read the one before. */
    synchronized void offer(byte[] event) {
        missed = next == null ? 0 : missed + 1;
        if (missed > PATIENCE) {
            leave();
        } else {
            next = event;
            pump();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        pump();
    }

    @Override
    public void onError(Throwable failure) {
        leave();
    }

    /** Lets it go. */
    void leave() {
        gone.complete(null);
    }

    private void pump() {
        ServletOutputStream stream = out;
        if (stream == null || gone.isDone()) {
            return;
        }
        try {
            while (stream.isReady() && (next != null || written)) {
                if (next != null) {
                    stream.write(next);
                    next = null;
                    written = true;
                } else {
                    written = false;
                    stream.flush();
                }
            }
        } catch (IOException e) {
            leave();
        }
    }
}
