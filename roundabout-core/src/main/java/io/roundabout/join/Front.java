package io.roundabout.join;

import io.roundabout.entrance.BodyFormat;

/**
 * What stands in front of a group. The arrays are not copied: whoever holds them must not write to them.
 *
 * @param key UTF-8 of the key
 * @param parts messages of each input, in the order declared; none for an input that is absent
 */
record Front(byte[] key, HeldMessage[][] parts) implements GroupView {
    @Override
    public int inputs() {
        return parts.length;
    }

    @Override
    public int count(int input) {
        return parts[input].length;
    }

    @Override
    public BodyFormat format(int input, int index) {
        return parts[input][index].format();
    }

    @Override
    public long arrivedMillis(int input, int index) {
        return parts[input][index].arrivedMillis();
    }

    @Override
    public byte[] body(int input, int index) {
        return parts[input][index].body();
    }

    /** Returns whether an input is absent. */
    boolean isPartial() {
        for (HeldMessage[] part : parts) {
            if (part.length == 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns hub time at which the first of the messages arrived, milliseconds since 1970. */
    long firstSeenMillis() {
        long first = Long.MAX_VALUE;
        for (HeldMessage[] part : parts) {
            // The messages of an input stand in the order in which they arrived.
            first = part.length == 0 ? first : Math.min(first, part[0].arrivedMillis());
        }
        return first;
    }
}
