package io.roundabout.state;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a message with a duplicate id.
 *
 * @param hash first 16 bytes of the SHA-256 of its body
 * @param places inputs of joins, or mailboxes, that hold the message
 * @param leftMillis hub time at which the last of them let it go, milliseconds since 1970; 0 while one holds it
 */
record RememberedId(byte[] hash, int places, long leftMillis) {
    private static final byte VERSION = 1;
    private static final int HASH_BYTES = 16;
    private static final int BYTES = 1 + HASH_BYTES + Integer.BYTES + Long.BYTES;

    static byte[] hashOf(byte[] body) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(body), HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    boolean isOf(byte[] bodyHash) {
        return Arrays.equals(hash, bodyHash);
    }

    /** Returns whether the message left {@code rememberMillis} ago or before. */
    boolean isForgotten(long nowMillis, long rememberMillis) {
        return places == 0 && nowMillis - leftMillis >= rememberMillis;
    }

    byte[] write() {
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put(hash)
                .putInt(places)
                .putLong(leftMillis)
                .array();
    }

    static @Nullable RememberedId read(byte @Nullable [] stored) {
        if (stored == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("id of version " + version + "; this hub reads " + VERSION);
        }
        byte[] hash = new byte[HASH_BYTES];
        in.get(hash);
        return new RememberedId(hash, in.getInt(), in.getLong());
    }
}
