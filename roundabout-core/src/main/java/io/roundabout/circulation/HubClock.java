package io.roundabout.circulation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Hub time: the time of the wall, as far as it can be trusted. It never goes back. While the hub runs it advances by what
 * the wall says, at most by 1.5 times what really passed; over a stop it advances by what the wall says, at most by seven
 * days. A wall that is further ahead is to be confirmed by somebody: until then nothing may expire by this time. So a clock
 * that jumps forgets no session. Source of the numbers: {@code clock.trust} of the contract. Thread-safe.
 */
final class HubClock {
    private static final long TRUST_MILLIS = Duration.ofDays(7).toMillis();

    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private long now;
    private long nanosBefore;
    private boolean confirmed;

    /**
     * Starts the clock.
     *
     * @param last hub time of the last committed turn, milliseconds since 1970; 0 in a new state folder
     * @param unconfirmed whether it was to be confirmed then
     * @param wall the time of the wall
     * @param nanoTime time that only passes, nanoseconds
     */
    HubClock(long last, boolean unconfirmed, InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        long start = wall.millis();
        nanosBefore = nanoTime.getAsLong();
        now = last == 0 ? start : last + Math.max(0, Math.min(start - last, TRUST_MILLIS));
        confirmed = last == 0 || (!unconfirmed && start <= now);
    }

    /** Returns whether what is due by this time may expire. */
    synchronized boolean isConfirmed() {
        return confirmed;
    }

    /** Goes by the wall from now on, because somebody says that it is right; never back. */
    synchronized void confirm() {
        now = Math.max(now, wall.millis());
        confirmed = true;
    }

    /** Returns hub time, milliseconds since 1970. */
    synchronized long millis() {
        long wallNow = wall.millis();
        long nanosNow = nanoTime.getAsLong();
        long passed = (nanosNow - nanosBefore) / 1_000_000;
        if (passed > 0) {
            // What is behind the wall catches up within the same limit.
            now += Math.max(0, Math.min(wallNow - now, passed + passed / 2));
            nanosBefore += passed * 1_000_000;
        }
        return now;
    }
}
