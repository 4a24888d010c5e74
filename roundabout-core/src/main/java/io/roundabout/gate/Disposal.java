package io.roundabout.gate;

/** What is done with a message that somebody had by a lease. */
public enum Disposal {
    /** It is removed. */
    ACCEPTED,
    /** It goes back to its place, as if nobody had had it. */
    RELEASED,
    /** It becomes a dead letter. */
    REJECTED,
    /** It goes back to its place with a failed attempt; it becomes a dead letter if that was the last. */
    MODIFIED
}
