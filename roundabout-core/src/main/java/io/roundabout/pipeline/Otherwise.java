package io.roundabout.pipeline;

/** What becomes of a group that is not complete at its deadline. */
public enum Otherwise {
    /** A result of what is there. */
    PARTIAL,
    /** Each of its messages becomes a dead letter {@code expired}. */
    DEAD,
    /** Its messages are counted as dropped, and gone. */
    DROP
}
