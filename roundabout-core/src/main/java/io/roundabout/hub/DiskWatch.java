package io.roundabout.hub;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second how much is free on the disk of the state, and says when that becomes too little, and enough again. A disk
 * that cannot be asked is taken to be as before. Thread-safe.
 */
final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

    /** It is enough again with a tenth more than the least, so that senders do not stutter. */
    private static final int MORE = 10;

    private final Free free;
    private final long least;
    private final Consumer<Boolean> nearlyFull;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watch = new Thread(task, "roundabout-disk-watch");
        watch.setDaemon(true);
        return watch;
    });
    private boolean full;
    private boolean unknown;

    /** How much is free. */
    @FunctionalInterface
    interface Free {
        /** Returns the bytes that this process may still write. */
        long bytes() throws IOException;
    }

    /**
     * Creates a watch, which looks first when it is started.
     *
     * @param least bytes that are to stay free
     * @param nearlyFull hears true when less is free, and false when it is enough again
     */
    DiskWatch(Free free, long least, Consumer<Boolean> nearlyFull) {
        this.free = free;
        this.least = least;
        this.nearlyFull = nearlyFull;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the thread
    void start() {
        thread.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    }

    synchronized void look() {
        long left;
        try {
            left = free.bytes();
            unknown = false;
        } catch (IOException e) {
            if (!unknown) {
                LOG.warn("how much is free on the disk of the state is not known", e);
            }
            unknown = true;
            return;
        }
        boolean now = left < (full ? least + least / MORE : least);
        if (now != full) {
            full = now;
            if (now) {
                LOG.warn(
                        "all senders are held: {} B are free on the disk of the state, less than {} B (state.min-free)."
                                + " Make room, or let vehicles collect.",
                        left,
                        least);
            } else {
                LOG.info("senders go on: {} B are free on the disk of the state", left);
            }
            nearlyFull.accept(now);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
