package io.roundabout.join;

import io.roundabout.entrance.BodyFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits, or is in force, at an input of a join. The body is not copied: whoever holds it must not write to
 * it.
 *
 * @param arrivedMillis hub time of its arrival, milliseconds since 1970
 * @param format what the body is
 * @param body the body as it was sent
 * @param id UTF-8 of its duplicate id, or null
 */
record HeldMessage(long arrivedMillis, BodyFormat format, byte[] body, byte @Nullable [] id) {
    private static final byte VERSION = 1;

    /** The id, behind its length (2 bytes), stands before the body. */
    private static final byte VERSION_WITH_ID = 2;

    private static final int FIXED_BYTES = 1 + Long.BYTES + 1;

    /** A message without a duplicate id. */
    HeldMessage(long arrivedMillis, BodyFormat format, byte[] body) {
        this(arrivedMillis, format, body, null);
    }

    /** Returns the bytes it is stored as: a version, arrival, format, the id if there is one, and the body to the end. */
    byte[] write() {
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + (id == null ? 0 : Short.BYTES + id.length) + body.length)
                .put(id == null ? VERSION : VERSION_WITH_ID)
                .putLong(arrivedMillis)
                .put(format.number());
        if (id != null) {
            out.putShort((short) id.length).put(id);
        }
        return out.put(body).array();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the version is unknown
     */
    static HeldMessage read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION && version != VERSION_WITH_ID) {
            throw new IllegalArgumentException(
                    "held message of version " + version + "; this hub reads 1 and " + VERSION_WITH_ID);
        }
        long arrived = in.getLong();
        BodyFormat format = BodyFormat.of(in.get());
        byte[] id = version == VERSION_WITH_ID ? take(in, in.getShort()) : null;
        return new HeldMessage(arrived, format, take(in, in.remaining()), id);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }
}
