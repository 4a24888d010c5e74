package io.roundabout.outbox;

import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which messages at or above the head of a subscription it has no more: a row of 1,024 bits for each page that has any.
 * Confined to the turn.
 */
final class SettledMarks {
    private static final byte VERSION = 1;

    private final HeldState state;
    private final int address;
    private final Map<Long, BitSet> pages = new HashMap<>();
    private final Set<Long> stored = new HashSet<>();
    private final Set<Long> changed = new HashSet<>();
    private final boolean any;

    /** @param any whether there are rows: false spares looking for them */
    SettledMarks(HeldState state, int address, boolean any) {
        this.state = state;
        this.address = address;
        this.any = any;
    }

    boolean isSet(long number) {
        return page(RowKey.pageOf(number)).get(bit(number));
    }

    void set(long number) {
        long page = RowKey.pageOf(number);
        page(page).set(bit(number));
        changed.add(page);
    }

    /** Forgets a mark that the head passed. */
    void clear(long number) {
        long page = RowKey.pageOf(number);
        page(page).clear(bit(number));
        changed.add(page);
    }

    /** Writes what changed. */
    void flush() {
        for (long page : changed) {
            BitSet bits = page(page);
            if (!bits.isEmpty()) {
                state.put(RowKey.settled(address, page), write(bits));
            } else if (stored.contains(page)) {
                state.remove(RowKey.settled(address, page));
            }
        }
    }

    /** Removes every row there may be for messages from one number up to another. */
    void removeAll(long from, long until) {
        for (long page = RowKey.pageOf(from); any && page <= RowKey.pageOf(until); page++) {
            byte[] key = RowKey.settled(address, page);
            if (state.get(key) != null) {
                state.remove(key);
            }
        }
    }

    private BitSet page(long page) {
        return pages.computeIfAbsent(page, this::load);
    }

    private BitSet load(long page) {
        byte[] row = any ? state.get(RowKey.settled(address, page)) : null;
        if (row == null) {
            return new BitSet();
        }
        if (row[0] != VERSION) {
            throw new IllegalArgumentException("marks of version " + row[0] + "; this hub reads " + VERSION);
        }
        stored.add(page);
        byte[] bits = new byte[row.length - 1];
        System.arraycopy(row, 1, bits, 0, bits.length);
        return BitSet.valueOf(bits);
    }

    private static byte[] write(BitSet bits) {
        byte[] words = bits.toByteArray();
        byte[] row = new byte[1 + words.length];
        row[0] = VERSION;
        System.arraycopy(words, 0, row, 1, words.length);
        return row;
    }

    private static int bit(long number) {
        return (int) (number % RowKey.PAGE_MESSAGES);
    }
}
