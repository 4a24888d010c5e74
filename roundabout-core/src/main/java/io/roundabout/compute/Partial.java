package io.roundabout.compute;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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

    /** Returns the bytes that several travel as, within a turn: both ends are of one version. */
    static byte[] write(List<Partial> partials) {
        int size = 0;
        for (Partial partial : partials) {
            size += FIXED_BYTES + partial.cell.key().length + partial.sum.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        for (Partial partial : partials) {
            out.putInt(partial.cell.compute()).putLong(partial.cell.window());
            out.putInt(partial.position).putLong(partial.firstSeenMillis);
            out.putInt(partial.cell.key().length).put(partial.cell.key());
            out.putInt(partial.sum.length).put(partial.sum);
        }
        return out.array();
    }

    /** Reads what {@link #write} wrote. */
    static List<Partial> read(byte[] written) {
        ByteBuffer in = ByteBuffer.wrap(written);
        List<Partial> partials = new ArrayList<>();
        while (in.hasRemaining()) {
            int compute = in.getInt();
            long window = in.getLong();
            int position = in.getInt();
            long firstSeen = in.getLong();
            partials.add(new Partial(new Cell(compute, window, take(in)), position, firstSeen, take(in)));
        }
        return partials;
    }

    private static byte[] take(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }
}
