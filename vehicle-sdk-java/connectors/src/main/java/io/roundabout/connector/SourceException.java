package io.roundabout.connector;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
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
        UnknownHostException unknown = unknownHost(cause);
        if (unknown != null) {
            return "no host is known as '" + unknown.getMessage() + "'";
        }
        if (message == null || message.isBlank()) {
            return wordless(cause);
        }
        String line = message.strip().lines().findFirst().orElse("").strip();
        // Parquet names the object that it reads by.
        return line.replaceFirst("^[\\w.$]+@[0-9a-f]+ is ", "it is ").replaceFirst("[.:;,]$", "");
    }

    /** Java says nothing but the name, and Hadoop wraps that. */
    private static @Nullable UnknownHostException unknownHost(Throwable cause) {
        if (cause instanceof UnknownHostException unknown) {
            return unknown;
        }
        return cause instanceof IllegalArgumentException && cause.getCause() instanceof UnknownHostException unknown
                ? unknown
                : null;
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
