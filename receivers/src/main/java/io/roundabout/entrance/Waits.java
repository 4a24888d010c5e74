package io.roundabout.entrance;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Messages whose results are owed by one state partition: for each, its position and the number of the cursor it waits for.
 * They are committed, but not covered by {@code +ok} yet. Confined to the thread that fills it, then not changed any more.
 */
public final class Waits implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_CAPACITY = 8;

    private final int partition;
    private int[] positions = new int[0];
    private long[] cursors = new long[0];
    private int size;

    /** Takes messages that wait. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes one.
         *
         * @param position place in the order of arrival
         * @param cursor number of the cursor it waits for
         */
        void waiting(int position, long cursor);
    }

    /** Starts with none, for a state partition. */
    public Waits(int partition) {
        this.partition = partition;
    }

    /** Returns the state partition whose cursors the messages wait for. */
    public int partition() {
        return partition;
    }

    /** Adds a message; positions never go down. */
    public void add(int position, long cursor) {
        if (size == positions.length) {
            int capacity = Math.max(FIRST_CAPACITY, 2 * size);
            positions = Arrays.copyOf(positions, capacity);
            cursors = Arrays.copyOf(cursors, capacity);
        }
        positions[size] = position;
        cursors[size++] = cursor;
    }

    /** Returns whether nothing waits. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Visits every message, in order of position. */
    public void forEach(Visitor visitor) {
        for (int i = 0; i < size; i++) {
            visitor.waiting(positions[i], cursors[i]);
        }
    }

    /** Returns those at the {@code count} positions from {@code base} on, with positions counted from there. */
    public Waits from(int base, int count) {
        Waits part = new Waits(partition);
        forEach((position, cursor) -> {
            if (position >= base && position - base < count) {
                part.add(position - base, cursor);
            }
        });
        return part;
    }
}
