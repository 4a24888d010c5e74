package io.roundabout.benchmark;

import java.util.concurrent.locks.LockSupport;

/**
 * When each message is to be pushed in the open loop, whatever the hub does, and which of them count: those between a lead,
 * in which the window fills and the path warms up, and the end.
 *
 * @param start when the first is due, in nanoseconds of {@link System#nanoTime}
 * @param messagesPerSecond twice the results per second
 * @param leadSeconds before the first that counts
 * @param seconds that count
 */
record Pace(long start, double messagesPerSecond, double leadSeconds, double seconds) {
    private static final double NANOS = 1e9;
    private static final long SHORTLY_NANOS = 100_000_000;

    /** Returns a pace that starts in a moment. */
    static Pace soon(Settings settings) {
        double rate = 2.0 * settings.rate();
        double filling = 1.5 * settings.window() / rate + 0.25;
        long start = System.nanoTime() + SHORTLY_NANOS;
        return new Pace(start, rate, Math.max(settings.leadSeconds(), filling), settings.seconds());
    }

    /** Returns how many keys must begin so that both lanes flow evenly up to the end. */
    int keys(int window) {
        return (int) ((messagesPerSecond * (leadSeconds + seconds) + window) / 2);
    }

    /** Returns when the {@code place}th message is due. */
    long due(int place) {
        return start + (long) (place * NANOS / messagesPerSecond);
    }

    /** Returns when the {@code place}th message is due if it counts, or 0. */
    long countedDue(int place) {
        long due = due(place);
        return due >= countsFrom() && due < countsTo() ? due : 0;
    }

    /** Returns when the first message that counts may be due. */
    long countsFrom() {
        return start + (long) (leadSeconds * NANOS);
    }

    /** Returns when no message counts any more. */
    long countsTo() {
        return countsFrom() + (long) (seconds * NANOS);
    }

    /** Sleeps until {@code time}; returns at once if it has passed. */
    static void sleepUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
