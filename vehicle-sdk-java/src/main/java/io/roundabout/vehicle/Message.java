package io.roundabout.vehicle;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A message to push: a body and, where the stream does not find them in the body, a key, a duplicate id and a content type.
 * Immutable as long as nobody changes the bytes of {@code body}, which are not copied.
 *
 * @param body what is kept and delivered, byte for byte
 * @param key the key, 1 to 256 bytes of UTF-8; wins over what the stream would find in the body
 * @param id the duplicate id, 1 to 256 bytes of UTF-8: the hub stores a message with the same stream, key and id once
 * @param type content type, such as {@code image/png}
 */
public record Message(byte[] body, Optional<String> key, Optional<String> id, Optional<String> type) {
    public Message {
        Objects.requireNonNull(body, "body is null");
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(type, "type is null");
    }

    /** Returns a message with these bytes. */
    public static Message of(byte[] body) {
        return new Message(body, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Returns a message with the UTF-8 of {@code text}.
     *
     * @throws IllegalArgumentException if {@code text} has an unpaired surrogate, which UTF-8 cannot carry
     */
    public static Message of(String text) {
        return of(utf8(text));
    }

    /** Returns the same message under {@code key}. */
    public Message withKey(String key) {
        return new Message(body, Optional.of(key), id, type);
    }

    /** Returns the same message with a duplicate id. */
    public Message withId(String id) {
        return new Message(body, key, Optional.of(id), type);
    }

    /** Returns the same message with a content type. */
    public Message withType(String type) {
        return new Message(body, key, id, Optional.of(type));
    }

    boolean isBare() {
        return key.isEmpty() && id.isEmpty() && type.isEmpty();
    }

    /** {@link String#getBytes} would put a question mark for what UTF-8 cannot carry; a message is never changed silently. */
    static byte[] utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return strictUtf8(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] strictUtf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text has an unpaired surrogate, which UTF-8 cannot carry", e);
        }
    }
}
