package io.roundabout.connector;

import java.io.IOException;
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
            return cause.getClass().getSimpleName();
        }
        String line = message.strip().lines().findFirst().orElse("").strip();
        return line.replaceFirst("[.:;,]$", "");
    }
}
