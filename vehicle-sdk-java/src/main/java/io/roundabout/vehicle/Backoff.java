package io.roundabout.vehicle;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/**
 * Exponential back-off with full jitter: before attempt n a random time between 0 and min(30 s, 0.2 s · 2ⁿ), so that
 * vehicles that lost the hub together do not all come back together. Confined to the thread that connects.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(200);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final LongUnaryOperator random;
    private int attempts;

    /** Creates a back-off that draws from {@code random}, which returns a number from 0 to its argument. */
    Backoff(LongUnaryOperator random) {
        this.random = random;
    }

    /** Returns how long to wait before the next attempt. */
    Duration next() {
        int doublings = Math.min(attempts, 8);
        attempts++;
        long ceiling = Math.min(LONGEST.toMillis(), FIRST.toMillis() << doublings);
        return Duration.ofMillis(random.applyAsLong(ceiling));
    }

    /** Starts over, after an attempt that succeeded. */
    void reset() {
        attempts = 0;
    }
}
