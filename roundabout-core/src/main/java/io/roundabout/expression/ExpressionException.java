package io.roundabout.expression;

/** An expression that cannot be used. The message says what is wrong and, after a semicolon, what would be right. */
final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message, null, false, false);
    }
}
