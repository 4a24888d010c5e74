package io.roundabout.join;

import io.roundabout.entrance.BodyFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Puts the body of a joined result together: {@code {"key":"K","INPUT":…,…}}, in one array of the exact size. Source: wire
 * contract, section 2. Immutable.
 */
final class ResultBody {
    private static final byte[] START = "{\"key\":".getBytes(StandardCharsets.UTF_8);
    private static final int QUOTES = 2;

    private final byte[][] labels;

    /** @param inputs names of the inputs, in the order declared */
    ResultBody(List<String> inputs) {
        labels = inputs.stream().map(ResultBody::label).toArray(byte[][]::new);
    }

    private static byte[] label(String input) {
        return (",\"" + input + "\":").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the body.
     *
     * @param key UTF-8 of the key
     * @param parts one message for each input, in the order declared
     */
    byte[] of(byte[] key, HeldMessage[] parts) {
        int size = START.length + QUOTES + JsonText.length(key) + 1;
        for (int i = 0; i < parts.length; i++) {
            size += labels[i].length + length(parts[i]);
        }
        byte[] body = new byte[size];
        int at = copy(START, body, 0);
        at = quote(key, body, at);
        for (int i = 0; i < parts.length; i++) {
            at = copy(labels[i], body, at);
            at = write(parts[i], body, at);
        }
        body[at] = '}';
        return body;
    }

    private static int length(HeldMessage part) {
        byte[] body = part.body();
        return switch (part.format()) {
            case JSON -> body.length;
            case TEXT -> QUOTES + JsonText.length(body);
            case BYTES -> QUOTES + (body.length + 2) / 3 * 4;
        };
    }

    private static int write(HeldMessage part, byte[] into, int at) {
        if (part.format() == BodyFormat.JSON) {
            return copy(part.body(), into, at);
        }
        if (part.format() == BodyFormat.TEXT) {
            return quote(part.body(), into, at);
        }
        into[at] = '"';
        int end = copy(Base64.getEncoder().encode(part.body()), into, at + 1);
        into[end] = '"';
        return end + 1;
    }

    private static int quote(byte[] text, byte[] into, int at) {
        into[at] = '"';
        int end = JsonText.write(text, into, at + 1);
        into[end] = '"';
        return end + 1;
    }

    private static int copy(byte[] from, byte[] into, int at) {
        System.arraycopy(from, 0, into, at, from.length);
        return at + from.length;
    }
}
