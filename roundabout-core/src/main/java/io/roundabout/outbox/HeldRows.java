package io.roundabout.outbox;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Rows packed into one array, so that thousands of them cross from a task to the driver as one object. Immutable. */
public final class HeldRows implements Iterable<HeldRow>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final int HEADER_BYTES = 16;

    /** No rows. */
    public static final HeldRows NONE = new HeldRows(new byte[0], 0, 0);

    private final byte[] packed;
    private final int count;
    private final int lastBytes;

    private HeldRows(byte[] packed, int count, int lastBytes) {
        this.packed = packed;
        this.count = count;
        this.lastBytes = lastBytes;
    }

    /** Returns how many bytes a row takes when it is packed. */
    public static int bytesOf(byte[] stored) {
        return HEADER_BYTES + stored.length;
    }

    /** Returns how many rows there are. */
    public int count() {
        return count;
    }

    /** Returns how many bytes they take. */
    public int bytes() {
        return packed.length;
    }

    /** Returns how many of them the last row takes; 0 if there are none. */
    public int lastBytes() {
        return lastBytes;
    }

    /** Returns whether there are none. */
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public Iterator<HeldRow> iterator() {
        ByteBuffer in = ByteBuffer.wrap(packed);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return in.hasRemaining();
            }

            @Override
            public HeldRow next() {
                if (!in.hasRemaining()) {
                    throw new NoSuchElementException("no more rows");
                }
                long number = in.getLong();
                int attempts = in.getInt();
                byte[] stored = new byte[in.getInt()];
                in.get(stored);
                return new HeldRow(number, attempts, stored);
            }
        };
    }

    /** Packs rows, in the order of their numbers. */
    public static final class Builder {
        private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        private int count;
        private int lastBytes;

        /** Returns the bytes packed so far. */
        public int bytes() {
            return packed.size();
        }

        /** Appends a row. */
        public Builder add(long number, int attempts, byte[] stored) {
            byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                    .putLong(number)
                    .putInt(attempts)
                    .putInt(stored.length)
                    .array();
            packed.writeBytes(header);
            packed.writeBytes(stored);
            count++;
            lastBytes = bytesOf(stored);
            return this;
        }

        /** Returns the rows appended. */
        public HeldRows build() {
            return count == 0 ? NONE : new HeldRows(packed.toByteArray(), count, lastBytes);
        }
    }
}
