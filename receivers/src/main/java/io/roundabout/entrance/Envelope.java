package io.roundabout.entrance;

import org.jspecify.annotations.Nullable;

/**
 * What the door found out about a message besides its body. One object is reused for all messages. Confined to the event
 * loop.
 */
final class Envelope {
    BodyFormat format = BodyFormat.TEXT;
    byte @Nullable [] key;
    byte @Nullable [] id;
    byte @Nullable [] type;
    byte @Nullable [] messageId;
    byte @Nullable [] trace;

    /** Returns one that no check changes. */
    Envelope copy() {
        Envelope copy = new Envelope();
        copy.format = format;
        copy.key = key;
        copy.id = id;
        copy.type = type;
        copy.messageId = messageId;
        copy.trace = trace;
        return copy;
    }

    /** Returns what key, id, type, message-id and trace take, in bytes. */
    int bytes() {
        return length(key) + length(id) + length(type) + length(messageId) + length(trace);
    }

    void reset() {
        format = BodyFormat.TEXT;
        key = null;
        id = null;
        type = null;
        messageId = null;
        trace = null;
    }

    private static int length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }
}
