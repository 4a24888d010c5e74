package io.roundabout.join;

import java.nio.ByteBuffer;

/**
 * Completions that a group owes: it could have made them in an earlier turn, which had others to make. The array is not
 * copied: whoever holds one must not write to it.
 *
 * @param join number of the join
 * @param key UTF-8 of the group's key
 * @param owed completions, at least 0; with none, messages only wait for what the cursors before it owe
 */
record Cursor(int join, byte[] key, long owed) {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + Integer.BYTES + Long.BYTES;

    /** Returns the bytes it is stored as: a version, the join, what is owed, and the key to the end. */
    byte[] write() {
        return ByteBuffer.allocate(FIXED_BYTES + key.length)
                .put(VERSION)
                .putInt(join)
                .putLong(owed)
                .put(key)
                .array();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the version is unknown
     */
    static Cursor read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("cursor of version " + version + "; this hub reads " + VERSION);
        }
        int join = in.getInt();
        long owed = in.getLong();
        byte[] key = new byte[in.remaining()];
        in.get(key);
        return new Cursor(join, key, owed);
    }
}
