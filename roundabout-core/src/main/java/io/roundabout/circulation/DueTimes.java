package io.roundabout.circulation;

import io.roundabout.outbox.DueLane;
import io.roundabout.outbox.Lane;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final DueLanes lanes = new DueLanes();
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

    /** Notes when a partition has something to do. */
    void note(int partition, Dues dues) {
        nextMillis[partition] = dues.nextMillis();
        lanes.note(partition, dues.lanes());
    }

    /** Returns when lanes are due. */
    DueLanes lanes() {
        return lanes;
    }

    /**
     * Hears that other rules are in force: each of the first {@code partitions} is to look again, at each of its lanes, and there
     * are no others.
     */
    void forget(int partitions, Collection<Lane> all) {
        Arrays.fill(nextMillis, Long.MAX_VALUE);
        Arrays.fill(nextMillis, 0, partitions, 0);
        lanes.lookAt(all);
    }

    /** Returns whether something may be due at all: the first time after the start is over. */
    boolean isOpen() {
        return restOfGraceMillis() == 0;
    }

    /** Returns what is due at hub time {@code nowMillis}, by partition. */
    Map<Integer, DueWork> due(long nowMillis) {
        Map<Integer, DueWork> due = new HashMap<>();
        if (isOpen()) {
            Map<Integer, List<DueLane>> dueLanes = lanes.due(nowMillis);
            for (int i = 0; i < nextMillis.length; i++) {
                DueWork work = new DueWork(nextMillis[i] <= nowMillis, dueLanes.getOrDefault(i, List.of()));
                if (!work.isEmpty()) {
                    due.put(i, work);
                }
            }
        }
        return due;
    }

    /**
     * Returns how long to wait for the next; empty if nothing will be due.
     *
     * @param others when something else is due, hub time, milliseconds since 1970; {@link Long#MAX_VALUE} if never
     */
    Optional<Duration> untilNext(long nowMillis, long others) {
        long next = Math.min(others, earliestMillis());
        if (next == Long.MAX_VALUE) {
            return Optional.empty();
        }
        long wait = Math.max(next - nowMillis, restOfGraceMillis());
        return Optional.of(Duration.ofMillis(wait <= 0 ? 0 : Math.max(wait, LEAST_MILLIS)));
    }

    /** Returns when the first is due, hub time, milliseconds since 1970; {@link Long#MAX_VALUE} if none will be. */
    long earliestMillis() {
        return Math.min(Arrays.stream(nextMillis).min().orElse(Long.MAX_VALUE), lanes.nextMillis());
    }

    private long restOfGraceMillis() {
        long rest = graceNanos - (nanoTime.getAsLong() - startNanos);
        return rest <= 0 ? 0 : rest / 1_000_000 + 1;
    }
}
