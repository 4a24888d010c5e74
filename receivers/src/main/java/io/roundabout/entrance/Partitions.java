package io.roundabout.entrance;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;
import org.jspecify.annotations.Nullable;

/**
 * Which state partition a message belongs to: murmur3_x86_32 with seed 0 of its key, read as unsigned, modulo the number of
 * partitions; of its duplicate id if it has no key; of its session if it has neither. Part of the state format.
 *
 * @param count number of state partitions, at least 1
 */
public record Partitions(int count) {
    public Partitions {
        if (count < 1) {
            throw new IllegalArgumentException(count + " partitions; at least 1");
        }
    }

    /** Returns the partition of a key, an id or a session, given as UTF-8; from 0 to {@code count - 1}. */
    public int of(byte[] value) {
        return Integer.remainderUnsigned(MurmurHash3.hash32x86(value, 0, value.length, 0), count);
    }

    /** Returns the partition of a session. */
    public int ofSession(String session) {
        return of(session.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the partition of a message. */
    public int of(byte @Nullable [] key, byte @Nullable [] id, String session) {
        if (key != null) {
            return of(key);
        }
        return id != null ? of(id) : ofSession(session);
    }
}
