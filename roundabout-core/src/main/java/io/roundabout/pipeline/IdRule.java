package io.roundabout.pipeline;

import io.roundabout.entrance.StreamDefinition;
import java.time.Duration;
import java.util.Optional;

/**
 * How duplicates are recognised in a stream.
 *
 * @param pointer JSON pointer (RFC 6901) of the id, or {@link #MESSAGE_ID}, if one is declared; {@code !put id=} gives an id
 *     to any message
 * @param remember how long an id is remembered after its message left, at least 1 ms
 * @param onConflict what the file says of a second body with the same id, if it says anything
 */
public record IdRule(Optional<String> pointer, Duration remember, Optional<OnConflict> onConflict) {
    /** Says that the id is the message-id of a message pushed over AMQP; no pointer is spelled so. */
    public static final String MESSAGE_ID = StreamDefinition.MESSAGE_ID;

    /** What holds where a file says nothing. Source: wire contract, section 1. */
    public static final IdRule DEFAULT = new IdRule(Optional.empty(), Duration.ofDays(1), Optional.empty());
}
