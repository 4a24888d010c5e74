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
 * @param identified those of them that have a duplicate id: 0 spares reading what is accepted
 */
record LaneHead(long head, long next, long held, long attempted, long identified) {
    private static final byte VERSION = 1;

    /** One number more; written only where there is an id. */
    private static final byte VERSION_WITH_IDS = 2;

    private static final int BYTES = 1 + 4 * Long.BYTES;
    private static final LaneHead EMPTY = new LaneHead(0, 0, 0, 0, 0);

    byte[] write() {
        boolean withIds = identified > 0;
        ByteBuffer out = ByteBuffer.allocate(BYTES + (withIds ? Long.BYTES : 0))
                .put(withIds ? VERSION_WITH_IDS : VERSION)
                .putLong(head)
                .putLong(next)
                .putLong(held)
                .putLong(attempted);
        return (withIds ? out.putLong(identified) : out).array();
    }

    static LaneHead read(byte @Nullable [] stored) {
        if (stored == null) {
            return EMPTY;
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION && version != VERSION_WITH_IDS) {
            throw new IllegalArgumentException(
                    "lane of version " + version + "; this hub reads 1 and " + VERSION_WITH_IDS);
        }
        return new LaneHead(
                in.getLong(), in.getLong(), in.getLong(), in.getLong(), version == VERSION_WITH_IDS ? in.getLong() : 0);
    }
}
