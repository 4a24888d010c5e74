package io.roundabout.compute;

import io.roundabout.pipeline.Window;

/**
 * How a compute cuts time: into windows of one length, aligned to 1970 in UTC, or not at all. Immutable.
 *
 * @param millis length of a window, at least 1; 0 if there are none and the result so far is what counts
 * @param byField whether a message says its own time; else it is that of its arrival
 * @param lateMillis how long a window waits after its end, at least 0
 */
record Windows(long millis, boolean byField, long lateMillis) {

    /** The window of a running result. */
    static final long RUNNING = Long.MIN_VALUE;

    /** No windows: the result so far. */
    static final Windows NONE = new Windows(0, false, 0);

    static Windows of(Window rule) {
        return new Windows(
                rule.length().toMillis(), rule.time().isPresent(), rule.late().toMillis());
    }

    boolean isRunning() {
        return millis == 0;
    }

    /** Returns the start of the window a time is in, milliseconds since 1970. */
    long of(long timeMillis) {
        return isRunning() ? RUNNING : Math.floorDiv(timeMillis, millis) * millis;
    }

    /** Returns when a window is closed, milliseconds since 1970 of hub time. */
    long closesAt(long window) {
        return isRunning() ? Long.MAX_VALUE : window + millis + lateMillis;
    }
}
