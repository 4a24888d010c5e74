package io.roundabout.circulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * When something that is held for a time only is due, in each state partition. Nothing is in the first time after a start,
 * so that who comes back with the hub is heard first. Confined to the loop's thread.
 */
final class DueTimes {
    /** The least time to wait: hub time stands still where the wall went back, and is not to be asked all the time. */
    private static final long LEAST_MILLIS = 100;

    private final long[] nextMillis;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final long graceNanos;

    /**
     * Starts.
     *
     * @param grace how long nothing is due
     * @param nanoTime time that only passes, nanoseconds
     */
    DueTimes(int partitions, Duration grace, LongSupplier nanoTime) {
        nextMillis = new long[partitions];
        Arrays.fill(nextMillis, Long.MAX_VALUE);
        this.nanoTime = nanoTime;
        startNanos = nanoTime.getAsLong();
        graceNanos = grace.toNanos();
    }

    /** Notes when a partition has something to do, hub time, milliseconds since 1970; {@link Long#MAX_VALUE} if never. */
    void note(int partition, long dueMillis) {
        nextMillis[partition] = dueMillis;
    }

    /** Hears that other rules are in force: each of the first {@code partitions} is to look again, and there are no others. */
    void forget(int partitions) {
        Arrays.fill(nextMillis, Long.MAX_VALUE);
        Arrays.fill(nextMillis, 0, partitions, 0);
    }

    /** Returns the partitions that have something to do at hub time {@code nowMillis}. */
    BitSet due(long nowMillis) {
        BitSet due = new BitSet();
        for (int i = 0; i < nextMillis.length && restOfGraceMillis() == 0; i++) {
            due.set(i, nextMillis[i] <= nowMillis);
        }
        return due;
    }

    /** Returns how long to wait for the next; empty if nothing will be due. */
    Optional<Duration> untilNext(long nowMillis) {
        long next = Arrays.stream(nextMillis).min().orElse(Long.MAX_VALUE);
        if (next == Long.MAX_VALUE) {
            return Optional.empty();
        }
        long wait = Math.max(next - nowMillis, restOfGraceMillis());
        return Optional.of(Duration.ofMillis(wait <= 0 ? 0 : Math.max(wait, LEAST_MILLIS)));
    }

    private long restOfGraceMillis() {
        long rest = graceNanos - (nanoTime.getAsLong() - startNanos);
        return rest <= 0 ? 0 : rest / 1_000_000 + 1;
    }
}
