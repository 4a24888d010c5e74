package io.roundabout.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.roundabout.outbox.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message that is to wait at an address. Immutable.
 *
 * @param body its body, as JSON; of a body that is no JSON the text; empty: any
 * @param properties its key as {@code key}, and application properties such as {@code reason}; those not named may be anything
 */
record ExpectedMessage(Optional<JsonNode> body, Map<String, String> properties) {
    ExpectedMessage {
        properties = Map.copyOf(properties);
    }

    boolean matches(StoredMessage message) {
        return body.map(wanted -> Json.same(wanted, Json.body(message))).orElse(true)
                && properties.entrySet().stream()
                        .allMatch(wanted -> wanted.getValue().equals(property(message, wanted.getKey())));
    }

    /** Returns how much it asks for: who asks for most is served first. */
    int strictness() {
        return properties.size() + (body.isPresent() ? 1 : 0);
    }

    String text() {
        return words(body.map(JsonNode::toString).orElse("a message"), properties);
    }

    /** Returns a message as {@link #text} returns what was expected. */
    static String text(StoredMessage message) {
        Map<String, String> properties = new LinkedHashMap<>();
        byte[] key = message.key();
        if (key != null) {
            properties.put("key", new String(key, StandardCharsets.UTF_8));
        }
        properties.putAll(message.properties());
        return words(Json.body(message).toString(), properties);
    }

    private static String property(StoredMessage message, String name) {
        byte[] key = message.key();
        if (name.equals("key")) {
            return key == null ? "" : new String(key, StandardCharsets.UTF_8);
        }
        return message.properties().getOrDefault(name, "");
    }

    private static String words(String body, Map<String, String> properties) {
        return properties.isEmpty() ? body : body + " " + new TreeMap<>(properties);
    }
}
