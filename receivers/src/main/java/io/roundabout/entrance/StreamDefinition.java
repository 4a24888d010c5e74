package io.roundabout.entrance;

import java.util.Objects;
import java.util.Optional;

/**
 * What the door must know of a stream.
 *
 * @param name the stream's name
 * @param format what its lines are
 * @param key JSON pointer (RFC 6901) of the key, for JSON streams that declare one
 * @param id where the duplicate id is, if the stream declares one: a JSON pointer for JSON streams, or {@link #MESSAGE_ID}
 * @param keyRequired whether a message without a key is refused with {@code no-key}
 * @param setAside whether a refused message is kept as a dead letter at {@code dead/NAME}
 * @param check what a JSON stream asks of its bodies beyond that; a message that does not fit is refused with {@code schema}
 */
public record StreamDefinition(
        String name,
        StreamFormat format,
        Optional<String> key,
        Optional<String> id,
        boolean keyRequired,
        boolean setAside,
        Optional<BodyCheck> check) {
    /** Says that the duplicate id is the message-id of a message pushed over AMQP. */
    public static final String MESSAGE_ID = "message-id";

    public StreamDefinition {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(format, "format is null");
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(id, "id is null");
        if (check.isPresent() && format != StreamFormat.JSON) {
            throw new IllegalArgumentException("stream '" + name + "' takes " + format + ", and only JSON is checked");
        }
    }

    /** Returns the definition of a stream nobody declared: any line is taken, only {@code !put key=} gives a key. */
    public static StreamDefinition undeclared(String name) {
        return new StreamDefinition(
                name, StreamFormat.ANY, Optional.empty(), Optional.empty(), false, true, Optional.empty());
    }
}
