package io.roundabout.circulation;

import java.time.Duration;

/**
 * Says when the next turn is due: somebody rang or an alarm goes off, the turn before is over, and the least gap between turns has passed. Where
 * nobody rings, nothing turns. Thread-safe.
 */
final class TurnBell {
    private final long gapNanos;
    private boolean rung;
    private boolean armed;
    private long alarmNanos;
    private boolean turning;
    private long lastEndNanos;

    TurnBell(Duration gap) {
        this.gapNanos = gap.toNanos();
        this.lastEndNanos = System.nanoTime() - gapNanos;
    }

    /** Asks for a turn. One that is under way does not count: another follows it. */
    synchronized void ring() {
        rung = true;
        notifyAll();
    }

    /** Asks for a turn after a time, instead of any that was asked for so before. */
    synchronized void ringAfter(Duration time) {
        armed = true;
        alarmNanos = System.nanoTime() + time.toNanos();
        notifyAll();
    }

    /** Takes back what was asked for with {@link #ringAfter}. */
    synchronized void disarm() {
        armed = false;
    }

    /** Waits until a turn is due and begins it. */
    synchronized void awaitTurn() throws InterruptedException {
        while (turning || !isRung()) {
            if (armed && !turning) {
                wait(Math.max(1, (alarmNanos - System.nanoTime()) / 1_000_000));
            } else {
                wait();
            }
        }
        long rest = gapNanos - (System.nanoTime() - lastEndNanos);
        while (rest > 0) {
            wait(rest / 1_000_000, (int) (rest % 1_000_000));
            rest = gapNanos - (System.nanoTime() - lastEndNanos);
        }
        rung = false;
        turning = true;
    }

    private boolean isRung() {
        if (armed && alarmNanos - System.nanoTime() <= 0) {
            armed = false;
            rung = true;
        }
        return rung;
    }

    /** Ends the turn. */
    synchronized void turned() {
        turning = false;
        lastEndNanos = System.nanoTime();
        notifyAll();
    }

    /** Waits until no turn is due or under way, at most so long; returns whether that is so. */
    synchronized boolean awaitQuiet(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (rung || turning) {
            long rest = (end - System.nanoTime()) / 1_000_000;
            if (rest <= 0) {
                return false;
            }
            wait(rest);
        }
        return true;
    }
}
