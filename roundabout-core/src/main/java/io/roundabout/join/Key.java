package io.roundabout.join;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message's key in a hash map. Comparable, so that keys that a vehicle chose to have the same hash cost a tree, not a
 * list. The array is not copied: whoever holds one must not write to it.
 *
 * @param utf8 UTF-8 of the key
 */
record Key(byte[] utf8) implements Comparable<Key> {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key that && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(utf8, other.utf8);
    }
}
