package io.roundabout.state;

/** What the rules say of duplicate ids. Thread-safe. */
public interface IdPolicy {
    /** Returns how long an id of {@code stream} is remembered after its message left, in milliseconds, at least 1. */
    long rememberMillis(String stream);

    /** Returns whether a message of {@code stream} with a known id and another body takes the place of the one before. */
    boolean replaces(String stream);
}
