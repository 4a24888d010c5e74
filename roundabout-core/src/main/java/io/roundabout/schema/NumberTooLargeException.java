package io.roundabout.schema;

/** A number has more digits, written out, than is reasonable to calculate with. */
final class NumberTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NumberTooLargeException() {
        super("a number is too large", null, false, false);
    }
}
