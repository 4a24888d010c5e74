package io.roundabout.vehicle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A message collected from the hub. The message-id and the bytes are the same every time it is delivered.
 *
 * @param id the message-id, by which a repeated delivery is recognised
 * @param key the key (AMQP group-id), if it has one
 * @param subject name of the join or stream it comes from
 * @param contentType such as {@code application/json}
 * @param properties the application-properties, such as {@code completed-by}; in the order of the message
 * @param delivery when it was made, and how often it was tried
 * @param body the bytes
 */
public record CollectedMessage(
        Optional<String> id,
        Optional<String> key,
        Optional<String> subject,
        Optional<String> contentType,
        Map<String, Object> properties,
        Delivery delivery,
        byte[] body) {
    /**
     * What is known of the delivery.
     *
     * @param created when the hub made the message
     * @param failedAttempts deliveries of it that failed before this one
     */
    public record Delivery(Instant created, int failedAttempts) {}

    public CollectedMessage {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(contentType, "contentType is null");
        Objects.requireNonNull(delivery, "delivery is null");
        Objects.requireNonNull(body, "body is null");
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** Returns the body read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns whether the body is JSON, by its content type. */
    public boolean isJson() {
        return contentType.filter(type -> type.startsWith("application/json")).isPresent();
    }
}
