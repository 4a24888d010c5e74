package io.roundabout.rule;

import java.time.Instant;
import java.util.Optional;

/** A message of a group. Immutable. */
public interface GroupMessage {
    /** Returns when it arrived, by the time of the hub. */
    Instant arrived();

    /** Returns a copy of its body, as it was sent. */
    byte[] body();

    /** Returns its body read as UTF-8. */
    String text();

    /**
     * Returns a string, number or boolean of a JSON body as text; empty if there is none at this place, or null, or if the body is
     * no JSON. A number has the digits it was sent with, in the form of {@link java.math.BigDecimal}.
     *
     * @param pointer JSON pointer (RFC 6901) such as {@code /customer/id}
     * @throws IllegalArgumentException if it is no pointer
     */
    Optional<String> value(String pointer);
}
