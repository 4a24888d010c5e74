package io.roundabout.connector;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A target cannot be written to. The message is one line that names it and says what to do. */
public class TargetException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates the failure. */
    public TargetException(String text, @Nullable Throwable cause) {
        super(text, cause);
    }

    /** Returns the failure of something at {@code name}. */
    static TargetException of(String name, String what, Throwable cause) {
        return new TargetException("'" + name + "' " + what + ": " + SourceException.firstLine(cause), cause);
    }
}
