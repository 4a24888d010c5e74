package io.roundabout.compute;

import java.nio.ByteBuffer;

/**
 * What one partition of a turn adds to a result. The array is not copied: whoever holds one must not write to it.
 *
 * @param cell the result
 * @param position place of its first message in the order of arrival within the turn
 * @param firstSeenMillis hub time at which its first message arrived
 * @param sum what {@link Accumulator#write} wrote
 */
record Partial(Cell cell, int position, long firstSeenMillis, byte[] sum) {
    private static final int FIXED_BYTES = 4 + 8 + 4 + 8 + 4 + 4;

    /** Returns the bytes it travels as, within a turn: both ends are of one version. */
    byte[] write() {
        return ByteBuffer.allocate(FIXED_BYTES + cell.key().length + sum.length)
                .putInt(position)
                .putInt(cell.compute())
                .putLong(cell.window())
                .putLong(firstSeenMillis)
                .putInt(cell.key().length)
                .put(cell.key())
                .putInt(sum.length)
                .put(sum)
                .array();
    }

    /** Returns the position of the one that is {@linkplain #read read} next. */
    static int nextPosition(ByteBuffer in) {
        return in.getInt(in.position());
    }

    /** Reads one of several that stand one behind the other. */
    static Partial read(ByteBuffer in) {
        int position = in.getInt();
        int compute = in.getInt();
        long window = in.getLong();
        long firstSeen = in.getLong();
        return new Partial(new Cell(compute, window, take(in)), position, firstSeen, take(in));
    }

    private static byte[] take(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }
}
