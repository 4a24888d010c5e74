package io.roundabout.outbox;

import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The rows that count failed deliveries of the messages of a lane, during one turn. Confined to the turn. */
final class AttemptRows {
    private static final byte VERSION = 1;

    private final HeldState state;
    private final int address;
    private long messages;

    /** @param messages messages that have such a row: 0 spares looking for any */
    AttemptRows(HeldState state, int address, long messages) {
        this.state = state;
        this.address = address;
        this.messages = messages;
    }

    /** Returns how many messages have such a row. */
    long messages() {
        return messages;
    }

    /** Returns the failed deliveries of a message. */
    int of(long number) {
        return messages == 0 ? 0 : read(state.get(RowKey.attempts(address, number)));
    }

    /** Counts one more. */
    void count(long number) {
        int before = of(number);
        messages += before == 0 ? 1 : 0;
        byte[] row = ByteBuffer.allocate(1 + Integer.BYTES)
                .put(VERSION)
                .putInt(before + 1)
                .array();
        state.put(RowKey.attempts(address, number), row);
    }

    /** Forgets those of a message that leaves. */
    void forget(long number) {
        if (of(number) > 0) {
            state.remove(RowKey.attempts(address, number));
            messages--;
        }
    }

    private static int read(byte @Nullable [] stored) {
        if (stored == null) {
            return 0;
        }
        if (stored[0] != VERSION) {
            throw new IllegalArgumentException("attempts of version " + stored[0] + "; this hub reads " + VERSION);
        }
        return ByteBuffer.wrap(stored).getInt(1);
    }
}
