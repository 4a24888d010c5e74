package io.roundabout.join;

import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.nio.ByteBuffer;

/**
 * The cursors of a state partition during one turn, worked off oldest first, and how many completions are left to the turn.
 * Cursors have contiguous numbers that are never used again, so each is reached by get. Confined to the turn.
 */
final class Cursors {
    /** Stands for no cursor. */
    static final long NONE = -1;

    /** Of a time when groups did not say whether cursors stand for them. */
    private static final byte VERSION_UNMARKED = 1;

    private static final byte VERSION = 2;

    private final HeldState state;
    private int budget;
    private boolean read;
    private boolean changed;
    private boolean marked = true;
    private long first;
    private long next;

    /** @param budget completions that the turn may make, beyond the first of each message */
    Cursors(HeldState state, int budget) {
        this.state = state;
        this.budget = budget;
    }

    boolean hasBudget() {
        return budget > 0;
    }

    /** Takes a completion from the budget, if one is left. */
    boolean spend() {
        boolean left = budget > 0;
        budget -= left ? 1 : 0;
        return left;
    }

    /** Returns the number before which all cursors are done, or 0 if nobody asked in this turn. */
    long doneBefore() {
        return first;
    }

    /** Returns whether a cursor is known to be there. */
    boolean areOwed() {
        return first < next;
    }

    boolean isEmpty() {
        open();
        return first == next;
    }

    /**
     * Returns whether cursors stand for a group that is complete, where completions are counted. Without any it may be complete
     * by the rules of now, and was not by those of before.
     *
     * @param says whether its head row says so
     */
    boolean standFor(boolean says) {
        return !isEmpty() && (says || !marked);
    }

    /** Returns the oldest cursor; there must be one. */
    Cursor oldest() {
        byte[] stored = state.get(RowKey.cursor(first));
        if (stored == null) {
            throw new IllegalStateException("cursor " + first + " is missing");
        }
        return Cursor.read(stored);
    }

    /** Notes what the oldest cursor still owes; one that owes nothing is done. */
    void reach(Cursor oldest) {
        if (oldest.owed() > 0) {
            state.put(RowKey.cursor(first), oldest.write());
            return;
        }
        state.remove(RowKey.cursor(first));
        first++;
        changed = true;
    }

    /** Returns the number of a new cursor, behind all others; it is to be {@linkplain #write written} in this turn. */
    long add() {
        open();
        changed = true;
        return next++;
    }

    void write(long number, Cursor cursor) {
        state.put(RowKey.cursor(number), cursor.write());
    }

    /** Writes which cursors there are. */
    void flush() {
        if (changed) {
            state.put(
                    RowKey.cursors(),
                    ByteBuffer.allocate(1 + 2 * Long.BYTES)
                            .put(marked ? VERSION : VERSION_UNMARKED)
                            .putLong(first)
                            .putLong(next)
                            .array());
        }
    }

    private void open() {
        if (read) {
            return;
        }
        read = true;
        byte[] stored = state.get(RowKey.cursors());
        if (stored == null) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION && version != VERSION_UNMARKED) {
            throw new IllegalArgumentException(
                    "cursors of version " + version + "; this hub reads " + VERSION_UNMARKED + " and " + VERSION);
        }
        first = in.getLong();
        next = in.getLong();
        marked = version == VERSION || first == next;
    }
}
