package io.roundabout.vehicle.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that the fake hub holds at an address, or held there. Immutable as long as nobody changes the bytes of {@code
 * body}, which are not copied.
 *
 * @param id the message-id; empty: the fake hub gives it {@code m1}, {@code m2}, …
 * @param key the key (AMQP group-id), if it has one
 * @param properties the application-properties, such as {@code completed-by}
 * @param body its bytes, and what they are
 */
public record HeldMessage(String id, Optional<String> key, Map<String, Object> properties, Body body) {
    /**
     * The bytes of a message.
     *
     * @param bytes delivered as they are
     * @param contentType such as {@code application/json}
     * @param created when the message is said to have been made, in milliseconds
     */
    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Body(byte[] bytes, String contentType, Instant created) {
        public Body {
            Objects.requireNonNull(bytes, "bytes is null");
            Objects.requireNonNull(contentType, "contentType is null");
            created = created.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    public HeldMessage {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(body, "body is null");
        properties = Map.copyOf(properties);
    }

    /** Returns a message of JSON text, created now, without key or properties. */
    public static HeldMessage json(String json) {
        return of(json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    /** Returns a message with these bytes, created now, without key or properties. */
    public static HeldMessage of(byte[] body, String contentType) {
        return new HeldMessage("", Optional.empty(), Map.of(), new Body(body, contentType, Instant.now()));
    }

    /** Returns the same message with this message-id. */
    public HeldMessage withId(String id) {
        return new HeldMessage(id, key, properties, body);
    }

    /** Returns the same message under {@code key}. */
    public HeldMessage withKey(String key) {
        return new HeldMessage(id, Optional.of(key), properties, body);
    }

    /** Returns the same message with these application-properties. */
    public HeldMessage withProperties(Map<String, Object> properties) {
        return new HeldMessage(id, key, properties, body);
    }

    /** Returns the body read as UTF-8. */
    public String text() {
        return new String(body.bytes(), StandardCharsets.UTF_8);
    }
}
