package io.roundabout.pipeline;

/** How a join takes the messages of an input. */
public enum InputMode {
    /** Consumed: the n-th message of a key meets the n-th of the other inputs. */
    ONE,
    /** The newest message of a key, kept after a match and replaced by the next. */
    LATEST,
    /** Every message of a key since the last completion, as a list. */
    ALL
}
