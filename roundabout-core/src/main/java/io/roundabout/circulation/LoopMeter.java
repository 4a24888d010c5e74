package io.roundabout.circulation;

/** Hears how long things took, in nanoseconds. Called by the loop's thread. */
public interface LoopMeter {
    /** Hears nothing. */
    LoopMeter NOBODY = new LoopMeter() {
        @Override
        public void turned(long nanos, boolean wrote) {}

        @Override
        public void committed(long nanos) {}
    };

    /** A turn is over; {@code wrote} says whether something was committed. */
    void turned(long nanos, boolean wrote);

    /** A line of the epoch log is written and synced. */
    void committed(long nanos);
}
