package io.roundabout.entrance;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message as the door framed it. The arrays are not copied: whoever holds one must not write to it.
 *
 * @param position place in the order of arrival of its cut, from 0
 * @param stream index into {@link CutManifest#streams}
 * @param format what the body is
 * @param key the key's UTF-8, or null if the message has none
 * @param id the duplicate id, or null if the message has none
 * @param type content type given by the vehicle, or null
 * @param messageId the name that its sender gave it beside, or null
 * @param trace the W3C {@code traceparent} that its sender gave it, or null
 * @param body the body as it was sent
 */
public record FramedMessage(
        int position,
        int stream,
        BodyFormat format,
        byte @Nullable [] key,
        @Nullable DuplicateId id,
        @Nullable String type,
        @Nullable String messageId,
        @Nullable String trace,
        byte[] body) {
    /** A message that is part of no trace. */
    @SuppressWarnings("ParameterNumber") // the record's own, but for one
    public FramedMessage(
            int position,
            int stream,
            BodyFormat format,
            byte @Nullable [] key,
            @Nullable DuplicateId id,
            @Nullable String type,
            @Nullable String messageId,
            byte[] body) {
        this(position, stream, format, key, id, type, messageId, null, body);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FramedMessage that
                && position == that.position
                && stream == that.stream
                && format == that.format
                && Arrays.equals(key, that.key)
                && Objects.equals(id, that.id)
                && Objects.equals(type, that.type)
                && Objects.equals(messageId, that.messageId)
                && Objects.equals(trace, that.trace)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(position, stream, format, Arrays.hashCode(key), Arrays.hashCode(body));
    }

    @Override
    public String toString() {
        return "FramedMessage[position=" + position + ", stream=" + stream + ", body=" + body.length + " B]";
    }
}
