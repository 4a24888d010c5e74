package io.roundabout.expression;

import java.nio.charset.StandardCharsets;

/**
 * A piece of JSON as it was sent. The array is not copied: nobody may write to it.
 *
 * @param bytes holds it
 * @param from first byte
 * @param to byte after the last
 */
record JsonPart(byte[] bytes, int from, int to) {
    /** The word null. */
    static final JsonPart NULL = of("null".getBytes(StandardCharsets.US_ASCII));

    /** Returns a whole text. */
    static JsonPart of(byte[] json) {
        return new JsonPart(json, 0, json.length);
    }
}
