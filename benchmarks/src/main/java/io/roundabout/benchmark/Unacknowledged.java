package io.roundabout.benchmark;

import org.HdrHistogram.Histogram;

/**
 * The messages of one session that the hub has not acknowledged: how many there may be, and when each was due. Thread-safe:
 * one thread adds, another acknowledges.
 */
final class Unacknowledged {
    private final long[] due;
    private final Histogram delays = Delays.histogram();
    private long sent;
    private long acknowledged;
    private boolean closed;

    /**
     * Creates an empty one.
     *
     * @param limit most messages, at least 1
     */
    Unacknowledged(int limit) {
        this.due = new long[limit];
    }

    /** Adds a message unless there is no room. {@code countedDue} is when it was due if its delay counts, or 0. */
    synchronized boolean tryAdd(long countedDue) {
        if (closed || sent - acknowledged >= due.length) {
            return false;
        }
        due[(int) (sent % due.length)] = countedDue;
        sent++;
        return true;
    }

    /** Waits until there is room. Returns false if there never will be. */
    synchronized boolean awaitRoom() throws InterruptedException {
        while (!closed && sent - acknowledged >= due.length) {
            wait();
        }
        return !closed;
    }

    /** Waits until everything is acknowledged. Returns false if that never will be. */
    synchronized boolean awaitEmpty() throws InterruptedException {
        while (!closed && acknowledged < sent) {
            wait();
        }
        return acknowledged == sent;
    }

    /**
     * Takes an acknowledgement of everything up to message {@code number}, counted from 1.
     *
     * @param now in nanoseconds
     * @return false if no hub may say so: it goes backwards, or beyond what was sent
     */
    synchronized boolean acknowledge(long number, long now) {
        if (number < acknowledged || number > sent) {
            return false;
        }
        for (; acknowledged < number; acknowledged++) {
            long since = due[(int) (acknowledged % due.length)];
            if (since != 0) {
                Delays.record(delays, now - since);
            }
        }
        notifyAll();
        return true;
    }

    /** Lets nobody wait any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Returns the delays that count, so far. */
    synchronized Histogram delays() {
        return delays.copy();
    }
}
