package io.roundabout.join;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a group has to make up for: completions that it could have made in an earlier turn, which had others to make, and
 * perhaps a message that came meanwhile. The array is not copied: whoever holds one must not write to it.
 *
 * @param join number of the join
 * @param key UTF-8 of the group's key
 * @param owed completions, at least 0; with none, messages only wait for what the cursors before it owe. Where completions
 *     are not counted, 1: as many as there are
 * @param behind a message that came while the group owed, to be added first; or null
 */
record Cursor(int join, byte[] key, long owed, @Nullable Behind behind) {
    private static final byte VERSION = 1;

    /** Whether to judge, the stream and the key's length stand before the key, and behind it the message. */
    private static final byte VERSION_WITH_MESSAGE = 2;

    private static final int FIXED_BYTES = 1 + Integer.BYTES + Long.BYTES;
    private static final int BEHIND_BYTES = 1 + Integer.BYTES + Short.BYTES;

    /**
     * A message that came while its group owed.
     *
     * @param stream number of its stream
     * @param judged whether the group is judged with it; not if others of its batch follow
     * @param message the message
     */
    record Behind(int stream, boolean judged, HeldMessage message) {}

    /** Completions alone. */
    static Cursor owing(int join, byte[] key, long owed) {
        return new Cursor(join, key, owed, null);
    }

    /** Returns the bytes it is stored as: a version, the join, what is owed, and the key to the end; see the versions. */
    byte[] write() {
        if (behind == null) {
            return start(VERSION, 0).put(key).array();
        }
        byte[] message = behind.message.write();
        return start(VERSION_WITH_MESSAGE, BEHIND_BYTES + message.length)
                .put((byte) (behind.judged ? 1 : 0))
                .putInt(behind.stream)
                .putShort((short) key.length)
                .put(key)
                .put(message)
                .array();
    }

    private ByteBuffer start(byte version, int more) {
        return ByteBuffer.allocate(FIXED_BYTES + key.length + more)
                .put(version)
                .putInt(join)
                .putLong(owed);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the version is unknown
     */
    static Cursor read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION && version != VERSION_WITH_MESSAGE) {
            throw new IllegalArgumentException(
                    "cursor of version " + version + "; this hub reads 1 and " + VERSION_WITH_MESSAGE);
        }
        int join = in.getInt();
        long owed = in.getLong();
        if (version == VERSION) {
            return new Cursor(join, take(in, in.remaining()), owed, null);
        }
        boolean judged = in.get() == 1;
        int stream = in.getInt();
        byte[] key = take(in, in.getShort() & 0xFFFF);
        HeldMessage message = HeldMessage.read(take(in, in.remaining()));
        return new Cursor(join, key, owed, new Behind(stream, judged, message));
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }
}
