package io.roundabout.pipeline;

import java.util.Objects;

/**
 * One input of a join.
 *
 * @param stream name of the stream it takes
 * @param mode how it takes the messages
 * @param max for {@link InputMode#ALL} the messages of a key that one group holds, at least 1; of no meaning for the other modes, where it is
 *     {@link #DEFAULT_MAX}
 */
public record Input(String stream, InputMode mode, int max) {
    /** Messages of a group where the file says nothing. Source: product contract, section 2. */
    public static final int DEFAULT_MAX = 10_000;

    public Input {
        Objects.requireNonNull(stream, "stream is null");
        Objects.requireNonNull(mode, "mode is null");
        if (max < 1 || (mode != InputMode.ALL && max != DEFAULT_MAX)) {
            throw new IllegalArgumentException("max " + max + " of a '" + mode + "' input");
        }
    }

    /** An input that says nothing of its bound. */
    public Input(String stream, InputMode mode) {
        this(stream, mode, DEFAULT_MAX);
    }
}
