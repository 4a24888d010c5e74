package io.roundabout.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.vehicle.CollectedMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Writes a message as one line of JSON: what {@code roundabout collect} prints. Immutable. */
public final class MessageLine {
    private static final JsonFactory JSON = new ObjectMapper().getFactory();

    private final boolean meta;

    /**
     * Says how lines are to be.
     *
     * @param meta whether the body is wrapped with key, message-id, subject, content-type and properties
     */
    public MessageLine(boolean meta) {
        this.meta = meta;
    }

    /** Returns the line, as UTF-8, without its end: a body that is not JSON is a string, base64 if it is no text. */
    public byte[] of(CollectedMessage message) {
        if (message.isJson() && !meta) {
            return onOneLine(message.body());
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            if (meta) {
                writeWrapped(json, message);
            } else {
                writeBody(json, message);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return line.toByteArray();
    }

    private static void writeWrapped(JsonGenerator json, CollectedMessage message) throws IOException {
        json.writeStartObject();
        writeIfPresent(json, "key", message.key());
        writeIfPresent(json, "message-id", message.id());
        writeIfPresent(json, "subject", message.subject());
        writeIfPresent(json, "content-type", message.contentType());
        json.writeObjectFieldStart("properties");
        for (Map.Entry<String, Object> property : message.properties().entrySet()) {
            json.writeObjectField(property.getKey(), property.getValue());
        }
        json.writeEndObject();
        json.writeFieldName("body");
        writeBody(json, message);
        json.writeEndObject();
    }

    private static void writeBody(JsonGenerator json, CollectedMessage message) throws IOException {
        if (message.isJson()) {
            json.writeRawValue(new String(onOneLine(message.body()), StandardCharsets.UTF_8));
        } else {
            json.writeString(
                    text(message.body()).orElseGet(() -> Base64.getEncoder().encodeToString(message.body())));
        }
    }

    private static void writeIfPresent(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    /** A line end can only stand between the parts of a JSON text, where a blank means the same; numbers stay as they are. */
    private static byte[] onOneLine(byte[] body) {
        byte[] line = body.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
