package io.roundabout.vehicle;

/** The hub did not decide in time. The messages are still being sent; wait again with another flush. */
public final class TimedOutException extends VehicleException {
    private static final long serialVersionUID = 1L;

    private final long undecided;

    /**
     * Creates the failure.
     *
     * @param undecided messages neither committed nor refused yet
     * @param text what was waited for, and how long
     */
    public TimedOutException(long undecided, String text) {
        super("timeout", text);
        this.undecided = undecided;
    }

    /** Returns how many messages were neither committed nor refused when the time was over. */
    public long undecided() {
        return undecided;
    }
}
