package io.roundabout.compute;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a result between turns. The array is not copied.
 *
 * @param firstSeenMillis hub time at which its first message arrived
 * @param waiting number, in its lane, of the result that was made last and perhaps still waits; {@link #NONE} if none was
 * @param sum what {@link Accumulator#write} wrote
 */
record KeptSum(long firstSeenMillis, long waiting, byte[] sum) {
    /** Stands for no result. */
    static final long NONE = -1;

    private static final byte VERSION = 1;

    byte[] write() {
        return ByteBuffer.allocate(1 + 2 * Long.BYTES + sum.length)
                .put(VERSION)
                .putLong(firstSeenMillis)
                .putLong(waiting)
                .put(sum)
                .array();
    }

    /**
     * Reads what {@link #write} wrote; null if there is no row.
     *
     * @throws IllegalArgumentException if the version is unknown
     */
    static @Nullable KeptSum read(byte @Nullable [] stored) {
        if (stored == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("sum of version " + version + "; this hub reads " + VERSION);
        }
        long firstSeen = in.getLong();
        long waiting = in.getLong();
        byte[] sum = new byte[in.remaining()];
        in.get(sum);
        return new KeptSum(firstSeen, waiting, sum);
    }
}
