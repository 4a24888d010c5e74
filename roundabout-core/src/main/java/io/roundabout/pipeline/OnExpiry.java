package io.roundabout.pipeline;

/** What becomes of a message of an output that is past its ttl. */
public enum OnExpiry {
    /** A dead letter {@code expired}. */
    DEAD,
    /** It is counted, and gone. */
    DROP
}
