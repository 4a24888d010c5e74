package io.roundabout.outbox;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Head row of a lane.
 *
 * @param head no message below this number is held
 * @param next number the next message will get
 * @param held messages that are held, at most {@code next - head}
 * @param attempted those of them whose delivery failed before: 0 spares looking for rows that count attempts
 */
record LaneHead(long head, long next, long held, long attempted) {
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 4 * Long.BYTES;
    private static final LaneHead EMPTY = new LaneHead(0, 0, 0, 0);

    byte[] write() {
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(head)
                .putLong(next)
                .putLong(held)
                .putLong(attempted)
                .array();
    }

    static LaneHead read(byte @Nullable [] stored) {
        if (stored == null) {
            return EMPTY;
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("lane of version " + version + "; this hub reads " + VERSION);
        }
        return new LaneHead(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }
}
