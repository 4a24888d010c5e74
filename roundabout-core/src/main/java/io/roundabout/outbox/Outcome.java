package io.roundabout.outbox;

/** What a settlement does to the messages it names. */
public enum Outcome {
    /** The vehicle has them: they are removed. */
    ACCEPTED,
    /** A delivery failed: one attempt more is counted, they stay at their place. */
    FAILED,
    /** They move to {@code dead/NAME} with a reason. */
    DEAD
}
