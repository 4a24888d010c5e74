package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Values as text, in the bytes they were sent in. The JSON was found to be right when it came. Pure functions. */
final class JsonText {
    private JsonText() {}

    /** Returns a string as it is, null as null, and anything else as its JSON. */
    static @Nullable UTF8String read(JsonParser parser, byte[] body) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return ofString(parser, body);
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        JsonPart json = part(parser, body);
        return UTF8String.fromBytes(body, json.from(), json.to() - json.from());
    }

    /** Returns the text of a string, or null if the value is none. */
    static @Nullable UTF8String ofString(JsonParser parser, byte[] body) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return null;
        }
        int from = start(parser) + 1;
        int to = from;
        while (body[to] != '"') {
            if (body[to] == '\\') {
                return UTF8String.fromBytes(parser.getText().getBytes(StandardCharsets.UTF_8));
            }
            to++;
        }
        return UTF8String.fromBytes(body, from, to - from);
    }

    /** Returns the bytes of the value at the parser's current token, and leaves the parser at its last. */
    static JsonPart part(JsonParser parser, byte[] body) throws IOException {
        int from = start(parser);
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            int to = from + 1;
            while (body[to] != '"') {
                to += body[to] == '\\' ? 2 : 1;
            }
            return new JsonPart(body, from, to + 1);
        }
        parser.skipChildren();
        return new JsonPart(body, from, (int) parser.currentLocation().getByteOffset());
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }
}
