package io.roundabout;

import java.io.Serializable;
import java.util.Objects;

/**
 * A message that was not taken.
 *
 * @param number the message's number in its session, at least 1
 * @param code why
 * @param text for people; one line, no control characters
 */
public record Refusal(long number, RefusalCode code, String text) implements Serializable {
    public Refusal {
        Objects.requireNonNull(code, "code is null");
        Objects.requireNonNull(text, "text is null");
    }
}
