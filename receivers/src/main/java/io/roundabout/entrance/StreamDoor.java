package io.roundabout.entrance;

import com.fasterxml.jackson.core.JsonPointer;
import org.jspecify.annotations.Nullable;

/**
 * A stream as the door uses it: its definition with the pointers compiled, or the reason why everything sent to it is
 * refused. Confined to the event loop.
 */
final class StreamDoor {
    private final StreamDefinition definition;
    private final @Nullable Defect closed;
    private final @Nullable JsonPointer key;
    private final @Nullable JsonPointer id;
    private final @Nullable BodyCheck check;

    /** Whether the hub knows the name; it need not be asked then. */
    private boolean admitted;

    /** The stream's index in the cut with this number; see {@link OpenCut}. */
    long indexedInCut;

    int index;

    private StreamDoor(StreamDefinition definition, @Nullable Defect closed, boolean admitted) {
        this.definition = definition;
        this.closed = closed;
        this.admitted = admitted;
        this.key = definition.key().map(JsonPointer::compile).orElse(null);
        this.id = definition
                .id()
                .filter(where -> !isMessageId(where))
                .map(JsonPointer::compile)
                .orElse(null);
        this.check = definition.check().orElse(null);
    }

    static StreamDoor open(StreamDefinition definition) {
        return new StreamDoor(definition, null, true);
    }

    /** Returns the door of a stream nobody declared, which the hub has to admit before a message goes through. */
    static StreamDoor undeclared(StreamDefinition definition) {
        return new StreamDoor(definition, null, false);
    }

    /** Returns the door of a name to which nothing can be sent. */
    static StreamDoor closed(String name, Defect why) {
        return new StreamDoor(StreamDefinition.undeclared(name), why, true);
    }

    boolean isAdmitted() {
        return admitted;
    }

    void admit() {
        admitted = true;
    }

    String name() {
        return definition.name();
    }

    StreamFormat format() {
        return definition.format();
    }

    boolean keyRequired() {
        return definition.keyRequired();
    }

    /** Tells whether a refused message becomes a dead letter; never so where there is no such stream. */
    boolean setAside() {
        return closed == null && definition.setAside();
    }

    @Nullable
    Defect closed() {
        return closed;
    }

    @Nullable
    JsonPointer key() {
        return key;
    }

    @Nullable
    JsonPointer id() {
        return id;
    }

    /** Tells whether the name a sender gave a message is its duplicate id. */
    boolean takesMessageId() {
        return definition.id().filter(StreamDoor::isMessageId).isPresent();
    }

    private static boolean isMessageId(String where) {
        return where.equals(StreamDefinition.MESSAGE_ID);
    }

    /** Returns what the stream asks of its bodies beyond being JSON. */
    @Nullable
    BodyCheck check() {
        return check;
    }
}
