package io.roundabout.outbox;

import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Which message of a topic is the newest of its key. Confined to the turn. */
final class NewestRows {
    private static final byte VERSION = 1;
    private static final long NONE = -1;

    private final HeldState state;
    private final int topic;

    NewestRows(HeldState state, int topic) {
        this.state = state;
        this.topic = topic;
    }

    void note(byte @Nullable [] key, long number) {
        if (key != null) {
            byte[] row = ByteBuffer.allocate(1 + Long.BYTES)
                    .put(VERSION)
                    .putLong(number)
                    .array();
            state.put(RowKey.newest(topic, key), row);
        }
    }

    /** Returns whether a later message has the key; one without key, or made before the topic was one, is never outdated. */
    boolean isOutdated(byte @Nullable [] key, long number) {
        return key != null && read(key) > number;
    }

    /** Forgets a message that the topic retains no more. */
    void forget(byte @Nullable [] key, long number) {
        if (key != null && read(key) == number) {
            state.remove(RowKey.newest(topic, key));
        }
    }

    private long read(byte[] key) {
        byte[] row = state.get(RowKey.newest(topic, key));
        if (row == null) {
            return NONE;
        }
        if (row[0] != VERSION) {
            throw new IllegalArgumentException("newest of version " + row[0] + "; this hub reads " + VERSION);
        }
        return ByteBuffer.wrap(row).getLong(1);
    }
}
