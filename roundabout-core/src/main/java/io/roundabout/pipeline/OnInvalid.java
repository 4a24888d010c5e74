package io.roundabout.pipeline;

/** What becomes of a message that a stream refuses. */
public enum OnInvalid {
    /** The sender is told, and the message is a dead letter. */
    DEAD,
    /** The sender is told, and nothing is kept. */
    REFUSE
}
