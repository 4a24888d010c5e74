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
 * @param entry number of its entry among the deadlines of its input, or {@link #NO_ENTRY}
 */
record HeldMessage(long arrivedMillis, BodyFormat format, byte[] body, byte @Nullable [] id, long entry) {
    /** Stands for no entry. */
    static final long NO_ENTRY = -1;

    private static final byte VERSION = 1;

    /** The id, behind its length (2 bytes), stands before the body. */
    private static final byte VERSION_WITH_ID = 2;

    /** The entry stands before the id, whose length is -1 if there is none. */
    private static final byte VERSION_WITH_ENTRY = 3;

    private static final int FIXED_BYTES = 1 + Long.BYTES + 1;
    private static final short WITHOUT_ID = -1;
    private static final byte[] NO_ID = new byte[0];

    /** A message without a deadline. */
    HeldMessage(long arrivedMillis, BodyFormat format, byte[] body, byte @Nullable [] id) {
        this(arrivedMillis, format, body, id, NO_ENTRY);
    }

    /** A message without a deadline or duplicate id. */
    HeldMessage(long arrivedMillis, BodyFormat format, byte[] body) {
        this(arrivedMillis, format, body, null, NO_ENTRY);
    }

    /** Returns the same with the number of its entry. */
    HeldMessage withEntry(long number) {
        return number == entry ? this : new HeldMessage(arrivedMillis, format, body, id, number);
    }

    /** Returns the bytes it is stored as: a version, arrival, format, entry and id if there are, and the body to the end. */
    byte[] write() {
        byte version = entry != NO_ENTRY ? VERSION_WITH_ENTRY : id != null ? VERSION_WITH_ID : VERSION;
        byte[] idBytes = id == null ? NO_ID : id;
        int more = (version == VERSION_WITH_ENTRY ? Long.BYTES : 0)
                + (version == VERSION ? 0 : Short.BYTES + idBytes.length);
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + more + body.length)
                .put(version)
                .putLong(arrivedMillis)
                .put(format.number());
        if (version == VERSION_WITH_ENTRY) {
            out.putLong(entry);
        }
        if (version != VERSION) {
            out.putShort(id == null ? WITHOUT_ID : (short) idBytes.length).put(idBytes);
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
        if (version < VERSION || version > VERSION_WITH_ENTRY) {
            throw new IllegalArgumentException(
                    "held message of version " + version + "; this hub reads 1 to " + VERSION_WITH_ENTRY);
        }
        long arrived = in.getLong();
        BodyFormat format = BodyFormat.of(in.get());
        long entry = version == VERSION_WITH_ENTRY ? in.getLong() : NO_ENTRY;
        short idLength = version == VERSION ? WITHOUT_ID : in.getShort();
        byte[] id = idLength == WITHOUT_ID ? null : take(in, idLength);
        return new HeldMessage(arrived, format, take(in, in.remaining()), id, entry);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }
}
