package io.roundabout.entrance;

import org.jspecify.annotations.Nullable;

/**
 * A message that came whole through the {@link SideDoor}. Arrays are not copied: whoever holds one must not write to it.
 *
 * @param key UTF-8 of the key its sender gave, or null if the stream is to find one in the body
 * @param messageId UTF-8 of the name its sender gave it, or null, at most 1,024 bytes; the duplicate id where the stream says
 *     so
 * @param type UTF-8 of its content type, at most 256 bytes, or null
 * @param trace its W3C {@code traceparent} in ASCII, or null if it has none
 * @param body the body; of a message with a defect what there is of it
 * @param defect why it is refused without a look at the body, or null
 */
public record PushedMessage(
        byte @Nullable [] key,
        byte @Nullable [] messageId,
        byte @Nullable [] type,
        byte @Nullable [] trace,
        byte[] body,
        @Nullable Defect defect) {
    /** A message that is part of no trace. */
    public PushedMessage(
            byte @Nullable [] key,
            byte @Nullable [] messageId,
            byte @Nullable [] type,
            byte[] body,
            @Nullable Defect defect) {
        this(key, messageId, type, null, body, defect);
    }

    /** Returns what it takes in memory, about, in bytes. */
    public int bytes() {
        return 256 + length(key) + length(messageId) + length(type) + length(trace) + body.length;
    }

    private static int length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }
}
