package io.roundabout.schema;

/** A regular expression looked at more characters than it may. */
final class TooManyStepsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
        super("a regular expression takes too many steps", null, false, false);
    }
}
