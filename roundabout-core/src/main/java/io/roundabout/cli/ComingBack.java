package io.roundabout.cli;

import io.roundabout.vehicle.HubUnreachableException;
import java.io.PrintStream;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * Goes back to a hub that went away, at random times ever further apart, so that those who lost it together do not all come
 * back together. Confined to one thread.
 */
final class ComingBack {
    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 30_000;
    /** How soon it notices that somebody stopped it. */
    private static final long GLANCE_MILLIS = 500;

    private final PrintStream err;
    private boolean known;
    private boolean away;
    private long pauseMillis = FIRST_MILLIS;

    private ComingBack(PrintStream err) {
        this.err = err;
    }

    /**
     * Tries until it ends by itself: again, after a while, when the hub went away.
     *
     * @param attempt tells this when it has reached the hub; returns an exit code
     * @param done whether nothing is left to try for
     * @throws HubUnreachableException if the hub was never reached, or went away when all was done
     */
    static int untilEnded(PrintStream err, ToIntFunction<ComingBack> attempt, BooleanSupplier done) {
        ComingBack comingBack = new ComingBack(err);
        while (true) {
            try {
                return attempt.applyAsInt(comingBack);
            } catch (HubUnreachableException lost) {
                comingBack.await(lost, done);
            }
        }
    }

    /** Hears that the hub is there. */
    void reached() {
        if (away) {
            err.println("roundabout: the hub is back");
        }
        known = true;
        away = false;
        pauseMillis = FIRST_MILLIS;
    }

    /**
     * Waits until it is time to try again.
     *
     * @param lost what happened; thrown again if the hub was never reached, as its address is wrong then, if all is done, or
     *     if the thread is interrupted
     */
    private void await(HubUnreachableException lost, BooleanSupplier done) {
        if (!known || done.getAsBoolean()) {
            throw lost;
        }
        if (!away) {
            err.println("roundabout: " + lost.getMessage() + "; trying again until interrupted");
        }
        away = true;
        long pause = ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis);
        try {
            for (long waited = 0; waited < pause && !done.getAsBoolean(); waited += GLANCE_MILLIS) {
                TimeUnit.MILLISECONDS.sleep(Math.min(GLANCE_MILLIS, pause - waited));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost;
        }
        pauseMillis = Math.min(LONGEST_MILLIS, pauseMillis * 2);
    }
}
