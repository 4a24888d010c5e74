package io.roundabout;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Root of everything the hub throws. The message has the form {@code CODE: subject 'name' fact; limit (setting). What to
 * do.} and is fit to be shown to a person without a stack trace.
 */
public class RoundaboutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final String code;

    /**
     * Creates a failure.
     *
     * @param fault who has to act
     * @param code stable upper-case word, for counting and for tests
     * @param text what happened, where, and what to do; without the code
     */
    public RoundaboutException(Fault fault, String code, String text) {
        this(fault, code, text, null);
    }

    /** As {@link #RoundaboutException(Fault, String, String)}, with what caused it. */
    public RoundaboutException(Fault fault, String code, String text, @Nullable Throwable cause) {
        super(code + ": " + text, cause);
        this.fault = Objects.requireNonNull(fault, "fault is null");
        this.code = code;
    }

    /** Returns who has to act. */
    public Fault fault() {
        return fault;
    }

    /** Returns the message without its code. */
    public String text() {
        return String.valueOf(getMessage()).substring(code.length() + ": ".length());
    }

    /** Returns the stable code the message starts with. */
    public String code() {
        return code;
    }
}
