package io.roundabout.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roundabout.outbox.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** JSON as cases compare it: numbers by value, fields in any order. Pure functions. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private Json() {}

    static boolean same(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    /** Returns the body of a message; of one that is no JSON the text. */
    static JsonNode body(StoredMessage message) {
        String text = new String(message.body(), StandardCharsets.UTF_8);
        try {
            return message.contentType().equals("application/json") ? MAPPER.readTree(text) : TextNode.valueOf(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
