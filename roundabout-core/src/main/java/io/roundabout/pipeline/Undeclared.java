package io.roundabout.pipeline;

/** What becomes of a message for a name that is not declared. */
public enum Undeclared {
    /** Every name is a mailbox. */
    ALLOW,
    /** It is refused as {@code unknown-stream}. */
    REFUSE
}
