package io.roundabout.circulation;

import io.roundabout.entrance.spark.JvmResidents;
import org.apache.spark.util.Clock;

/**
 * The clock of Spark Streaming ({@code spark.streaming.clock}), which lets a batch begin when a turn is due instead of when
 * a wall clock says so. Its milliseconds only count batches. Used by one thread, Spark's job generator.
 */
public final class TurnClock implements Clock {
    private final TurnBell bell = JvmResidents.find(TurnBell.class);
    private volatile long now = System.currentTimeMillis();

    @Override
    public long getTimeMillis() {
        return now;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long waitTillTime(long target) {
        try {
            bell.awaitTurn();
        } catch (InterruptedException e) {
            // Spark interrupts to stop; it looks at its own flag after this returns.
            Thread.currentThread().interrupt();
        }
        now = Math.max(now, target);
        return now;
    }
}
