package io.roundabout.classes;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.roundabout.entrance.BodyFormat;
import io.roundabout.rule.GroupMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message as a user's class sees it. */
final class HandedMessage implements GroupMessage {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private final long arrivedMillis;
    private final BodyFormat format;
    private final byte[] body;
    private @Nullable JsonNode read;

    HandedMessage(long arrivedMillis, BodyFormat format, byte[] body) {
        this.arrivedMillis = arrivedMillis;
        this.format = format;
        this.body = body;
    }

    @Override
    public Instant arrived() {
        return Instant.ofEpochMilli(arrivedMillis);
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> value(String pointer) {
        JsonNode value = json().at(JsonPointer.compile(pointer));
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    private JsonNode json() {
        JsonNode known = read;
        if (known == null) {
            try {
                known = format == BodyFormat.JSON ? JSON.readTree(body) : MissingNode.getInstance();
            } catch (IOException e) {
                // The door saw that it is JSON; a number or a nesting may be beyond what is read here.
                throw new IllegalStateException("the body cannot be read: " + e.getMessage(), e);
            }
            read = known;
        }
        return known;
    }
}
