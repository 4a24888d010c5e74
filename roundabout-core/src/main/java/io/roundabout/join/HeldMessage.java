package io.roundabout.join;

import io.roundabout.entrance.BodyFormat;
import java.nio.ByteBuffer;

/**
 * A message that waits, or is in force, at an input of a join. The body is not copied: whoever holds it must not write to
 * it.
 *
 * @param arrivedMillis hub time of its arrival, milliseconds since 1970
 * @param format what the body is
 * @param body the body as it was sent
 */
record HeldMessage(long arrivedMillis, BodyFormat format, byte[] body) {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + Long.BYTES + 1;

    /** Returns the bytes it is stored as: a version, arrival, format, and the body to the end. */
    byte[] write() {
        return ByteBuffer.allocate(FIXED_BYTES + body.length)
                .put(VERSION)
                .putLong(arrivedMillis)
                .put(format.number())
                .put(body)
                .array();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the version is unknown
     */
    static HeldMessage read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("held message of version " + version + "; this hub reads " + VERSION);
        }
        long arrived = in.getLong();
        BodyFormat format = BodyFormat.of(in.get());
        byte[] body = new byte[in.remaining()];
        in.get(body);
        return new HeldMessage(arrived, format, body);
    }
}
