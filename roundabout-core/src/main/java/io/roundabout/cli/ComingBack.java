package io.roundabout.cli;

import io.roundabout.vehicle.HubUnreachableException;
import java.io.PrintStream;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Goes back to a hub that went away, at random times ever further apart, so that those who lost it together do not all come
 * back together. Confined to one thread.
 */
final class ComingBack {
    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 30_000;

    private final PrintStream err;
    private boolean known;
    private boolean away;
    private long pauseMillis = FIRST_MILLIS;

    ComingBack(PrintStream err) {
        this.err = err;
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
     * @param lost what happened; thrown again if the hub was never reached, as its address is wrong then, or if the thread
     *     is interrupted
     */
    void await(HubUnreachableException lost) {
        if (!known) {
            throw lost;
        }
        if (!away) {
            err.println("roundabout: " + lost.getMessage() + "; trying again until interrupted");
        }
        away = true;
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost;
        }
        pauseMillis = Math.min(LONGEST_MILLIS, pauseMillis * 2);
    }
}
