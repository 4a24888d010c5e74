package io.roundabout.gate;

import java.time.Duration;

/** Does things later, on the gate's event loop. */
@FunctionalInterface
interface Later {
    /**
     * Does {@code action} after {@code delay}.
     *
     * @return forgets it, if it was not done yet
     */
    Runnable after(Duration delay, Runnable action);
}
