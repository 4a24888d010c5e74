package io.roundabout.compute;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What one result is of: a compute, a window and a key. Comparable, so that keys that a vehicle chose to have the same hash cost a
 * tree, not a list. The array is not copied.
 *
 * @param compute number of the compute
 * @param window start of the window, milliseconds since 1970; {@link Windows#RUNNING} if there is none
 * @param key UTF-8 of the key
 */
record Cell(int compute, long window, byte[] key) implements Comparable<Cell> {
    private static final Comparator<Cell> ORDER = Comparator.comparingInt(Cell::compute)
            .thenComparingLong(Cell::window)
            .thenComparing(Cell::key, Arrays::compareUnsigned);

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cell that
                && compute == that.compute
                && window == that.window
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * compute + Long.hashCode(window)) + Arrays.hashCode(key);
    }

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }
}
