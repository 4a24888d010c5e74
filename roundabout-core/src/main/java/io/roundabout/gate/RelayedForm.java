package io.roundabout.gate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.proton.codec.ReadableBuffer;

/**
 * A message as a broker gets it: as a receiver at the gate does, with one application property more, by which Artemis
 * recognises what it has already; other brokers go by the message-id, or by neither. It is the message-id. Pure functions.
 */
final class RelayedForm {
    /** What Artemis calls the property. Source: ActiveMQ Artemis, Duplicate Message Detection. */
    static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    /** Where the list of properties has its size: after the descriptor and the constructor, as {@link MessageEncoder} writes it. */
    private static final int SIZE_AT = 4;

    /** Descriptor and constructor of the map, its size and its count. */
    private static final int MAP_HEAD = SIZE_AT + 2 * Integer.BYTES;

    private static final byte STR8 = (byte) 0xA1;
    private static final byte STR32 = (byte) 0xB1;

    private RelayedForm() {}

    /** Returns the encoded message for its next delivery. */
    static ReadableBuffer of(HeldMessage message, String id) {
        byte[] bare = message.bareMessage();
        ByteBuffer in = ByteBuffer.wrap(bare);
        int mapAt = SIZE_AT + Integer.BYTES + in.getInt(SIZE_AT);
        byte[] name = DUPLICATE_ID.getBytes(StandardCharsets.UTF_8);
        byte[] value = id.getBytes(StandardCharsets.UTF_8);
        int added = added(id);
        int rest = mapAt + MAP_HEAD;
        byte[] all = ByteBuffer.allocate(MessageEncoder.HEADER_BYTES + bare.length + added)
                .put(MessageEncoder.header(message))
                .put(bare, 0, mapAt + SIZE_AT)
                .putInt(in.getInt(mapAt + SIZE_AT) + added)
                .putInt(in.getInt(mapAt + SIZE_AT + Integer.BYTES) + 2)
                .put(STR8)
                .put((byte) name.length)
                .put(name)
                .put(STR32)
                .putInt(value.length)
                .put(value)
                .put(bare, rest, bare.length - rest)
                .array();
        return ReadableBuffer.ByteBufferReader.wrap(all);
    }

    /** Returns how large {@link #of} makes a message, in bytes. */
    static long size(HeldMessage message, String id) {
        return (long) MessageEncoder.HEADER_BYTES + message.bareMessage().length + added(id);
    }

    private static int added(String id) {
        return 2 + DUPLICATE_ID.length() + 1 + Integer.BYTES + id.getBytes(StandardCharsets.UTF_8).length;
    }
}
