package io.roundabout.vehicle.testing;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that the fake hub was sent.
 *
 * @param session id of the session
 * @param number its number in the session, from 1
 * @param stream where it was pushed to
 * @param body its bytes
 * @param given the key, id and type that its vehicle gave with it; the fake hub finds none in a body
 */
// Never compared.
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedMessage(String session, long number, String stream, byte[] body, Given given) {
    /** What a vehicle gives with a message, where it does: its key, its duplicate id, its content type. */
    public record Given(Optional<String> key, Optional<String> id, Optional<String> type) {
        public Given {
            Objects.requireNonNull(key, "key is null");
            Objects.requireNonNull(id, "id is null");
            Objects.requireNonNull(type, "type is null");
        }
    }

    public ReceivedMessage {
        Objects.requireNonNull(session, "session is null");
        Objects.requireNonNull(stream, "stream is null");
        Objects.requireNonNull(body, "body is null");
        Objects.requireNonNull(given, "given is null");
    }

    /** Returns the key that its vehicle gave with it. */
    public Optional<String> key() {
        return given.key();
    }

    /** Returns the duplicate id that its vehicle gave with it. */
    public Optional<String> id() {
        return given.id();
    }

    /** Returns the content type that its vehicle gave with it. */
    public Optional<String> type() {
        return given.type();
    }

    /** Returns the body read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
