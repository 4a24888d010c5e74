package io.roundabout.pipeline;

/** What becomes of a message whose id came before with another body. */
public enum OnConflict {
    /** It is refused. */
    REFUSE,
    /** It takes the place of the one before, as the newest of its key. */
    REPLACE
}
