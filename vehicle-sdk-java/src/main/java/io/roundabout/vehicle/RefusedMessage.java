package io.roundabout.vehicle;

import java.io.Serializable;
import java.util.Objects;

/**
 * A message the hub refused. It may be found at {@code dead/STREAM}, where the stream sets refused messages aside.
 *
 * @param stream the stream it was pushed to; empty where the hub only repeats the refusal
 * @param number its number in the session, at least 1
 * @param code why, such as {@code no-key}; stable
 * @param text for people; may change
 */
public record RefusedMessage(String stream, long number, String code, String text) implements Serializable {
    public RefusedMessage {
        Objects.requireNonNull(stream, "stream is null");
        Objects.requireNonNull(code, "code is null");
        Objects.requireNonNull(text, "text is null");
    }

    @Override
    public String toString() {
        return "message " + number + (stream.isEmpty() ? "" : " to " + stream) + ": " + code
                + (text.isEmpty() ? "" : ": " + text);
    }
}
