package io.roundabout.pipeline;

import java.util.Objects;

/**
 * One input of a join.
 *
 * @param stream name of the stream it takes
 * @param mode how it takes the messages
 */
public record Input(String stream, InputMode mode) {
    public Input {
        Objects.requireNonNull(stream, "stream is null");
        Objects.requireNonNull(mode, "mode is null");
    }
}
