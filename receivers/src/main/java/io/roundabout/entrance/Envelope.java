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

    /** Returns one that no check changes. */
    Envelope copy() {
        Envelope copy = new Envelope();
        copy.format = format;
        copy.key = key;
        copy.id = id;
        copy.type = type;
        return copy;
    }

    /** Returns what key, id and type take, in bytes. */
    int bytes() {
        return length(key) + length(id) + length(type);
    }

    void reset() {
        format = BodyFormat.TEXT;
        key = null;
        id = null;
        type = null;
    }

    private static int length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }
}
