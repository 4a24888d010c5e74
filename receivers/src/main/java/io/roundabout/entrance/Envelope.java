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

    void reset() {
        format = BodyFormat.TEXT;
        key = null;
        id = null;
        type = null;
    }
}
