package io.roundabout.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roundabout.api.MessageView;
import io.roundabout.gate.LeasedMessage;
import io.roundabout.outbox.SeenMessage;
import io.roundabout.outbox.StoredMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Turns held messages into what people see of them. Thread-safe. */
final class MessageViews {
    private final ObjectMapper mapper = new ObjectMapper()
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private final String hub;

    /** @param hub id of the hub, with which message-ids begin */
    MessageViews(String hub) {
        this.hub = hub;
    }

    MessageView view(String address, int partition, SeenMessage seen, long nowMillis) {
        StoredMessage message = seen.message();
        boolean whole = message.body().length == seen.bodyBytes();
        Body body = body(message.contentType(), message.body(), whole);
        return new MessageView(
                hub + ':' + address + ':' + partition + ':' + seen.number(),
                text(message.key()),
                message.subject(),
                Instant.ofEpochMilli(message.createdMillis()).toString(),
                seconds(message.createdMillis(), nowMillis),
                seen.attempts(),
                message.properties(),
                message.contentType(),
                seen.bodyBytes(),
                body.encoding(),
                whole,
                body.value());
    }

    /** Returns a message that the caller has. */
    MessageView view(LeasedMessage message, long nowMillis) {
        Body body = body(message.contentType(), message.body(), true);
        return new MessageView(
                message.messageId(),
                message.key(),
                message.from(),
                Instant.ofEpochMilli(message.createdMillis()).toString(),
                seconds(message.createdMillis(), nowMillis),
                message.attempts(),
                message.properties(),
                message.contentType(),
                message.body().length,
                body.encoding(),
                true,
                body.value());
    }

    private static long seconds(long sinceMillis, long nowMillis) {
        return Math.max(0, nowMillis - sinceMillis) / 1_000;
    }

    private record Body(String encoding, JsonNode value) {}

    private Body body(String contentType, byte[] bytes, boolean whole) {
        if (whole && contentType.equals("application/json")) {
            try {
                return new Body("json", mapper.readTree(bytes));
            } catch (JsonProcessingException e) {
                // It is shown as it is, then.
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException("reading from memory failed", e);
            }
        }
        String text = shownAsText(bytes, whole);
        return text != null
                ? new Body("text", TextNode.valueOf(text))
                : new Body("base64", TextNode.valueOf(Base64.getEncoder().encodeToString(bytes)));
    }

    /** Returns bytes as text, or null if they are none; the last character may be cut where they are a beginning. */
    static @Nullable String shownAsText(byte[] bytes, boolean whole) {
        for (int cut = 0; cut <= (whole ? 0 : 3) && cut <= bytes.length; cut++) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes, 0, bytes.length - cut))
                        .toString();
            } catch (CharacterCodingException e) {
                // Perhaps with a byte less.
            }
        }
        return null;
    }

    static @Nullable String text(byte @Nullable [] utf8) {
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }
}
