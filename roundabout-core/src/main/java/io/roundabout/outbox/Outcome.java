package io.roundabout.outbox;

/** What a settlement does to the messages it names. */
public enum Outcome {
    /** The vehicle has them: they are removed. */
    ACCEPTED,
    /** A delivery failed: one attempt more is counted, they stay at their place. */
    FAILED,
    /** They move to {@code dead/NAME} with a reason. */
    DEAD,
    /** They waited longer than their ttl: they move to {@code dead/NAME}, or are gone where the output says so. */
    EXPIRED
}
