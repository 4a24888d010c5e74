package io.roundabout.gate;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/**
 * How long a relay waits before it tries again: from 0.2 s on twice as long each time, at most 30 s, and of that the second
 * half at random, so that relays that lost a broker together do not come back together. Confined to the gate's event loop.
 */
final class RelayBackoff {
    static final Duration FIRST = Duration.ofMillis(200);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int MOST_DOUBLINGS = 8;

    private final LongUnaryOperator random;
    private int attempts;

    /** @param random draws a number from 0 up to, and without, its argument */
    RelayBackoff(LongUnaryOperator random) {
        this.random = random;
    }

    /** Returns how long to wait now. */
    Duration next() {
        long most = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempts, MOST_DOUBLINGS));
        attempts++;
        return Duration.ofMillis(most / 2 + random.applyAsLong(most / 2));
    }

    /** Begins anew, after a success. */
    void reset() {
        attempts = 0;
    }
}
