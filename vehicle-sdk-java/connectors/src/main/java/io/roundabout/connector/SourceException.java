package io.roundabout.connector;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A source cannot be read, or not any further. The message is one line that names it and says what to do. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public SourceException(String text, @Nullable Throwable cause) {
        super(text, cause);
    }

    /** Returns the failure of a whole that is damaged. */
    static SourceException broken(String name, String kind, Exception cause) {
        return new SourceException(
                "'" + name + "' is no whole " + kind + " file: " + firstLine(cause)
                        + "; get the file whole and push it again",
                cause);
    }

    /** Returns what {@code cause} says, on one line. */
    static String firstLine(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return wordless(cause);
        }
        String line = message.strip().lines().findFirst().orElse("").strip();
        return line.replaceFirst("[.:;,]$", "");
    }

    /** Returns what is known of a failure that says nothing: its kind, in words. */
    private static String wordless(Throwable cause) {
        if (cause instanceof EOFException) {
            return "it ends too early";
        }
        String kind = cause.getClass().getSimpleName().replaceFirst("(Exception|Error)$", "");
        return kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT) + " failure";
    }
}
