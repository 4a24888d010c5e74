package io.roundabout.state;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one input of a join that are held until a deadline, in the order in which they arrived, which is that in which
 * they are due. What is used before takes its entry out by number. Entries stand in pages, so that removed ones are passed
 * over page by page, and each only once. Confined to the turn.
 */
public final class DeadlineQueue {
    /** Pages of removed entries that are passed over in one turn; the rest is passed over in the next. */
    private static final int PAGES_A_TURN = 256;

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + 4 * Long.BYTES;

    private final HeldState state;
    private final int join;
    private final int stream;
    private final ArrayDeque<Numbered> page = new ArrayDeque<>();
    private boolean read;
    private boolean changed;
    private long head;
    private long next;
    private long held;

    /** Arrival of the first entry, or before; of no meaning if there is none. */
    private long sinceMillis;

    private int pagesLeft = PAGES_A_TURN;

    /**
     * A message that is held until a deadline. The array is not copied: whoever holds one must not write to it.
     *
     * @param arrivedMillis hub time of its arrival, milliseconds since 1970
     * @param sequence its sequence at its input
     * @param key UTF-8 of its key
     */
    public record Entry(long arrivedMillis, long sequence, byte[] key) {
        private static final int FIXED_BYTES = 1 + 2 * Long.BYTES;

        byte[] write() {
            return ByteBuffer.allocate(FIXED_BYTES + key.length)
                    .put(VERSION)
                    .putLong(arrivedMillis)
                    .putLong(sequence)
                    .put(key)
                    .array();
        }

        static Entry read(byte[] stored) {
            ByteBuffer in = body(stored);
            long arrived = in.getLong();
            long sequence = in.getLong();
            byte[] key = new byte[in.remaining()];
            in.get(key);
            return new Entry(arrived, sequence, key);
        }
    }

    private record Numbered(long number, Entry entry) {}

    /**
     * Names the queue of an input; nothing is read before it is needed.
     *
     * @param join number of the join
     * @param stream number of the input's stream
     */
    public DeadlineQueue(HeldState state, int join, int stream) {
        this.state = state;
        this.join = join;
        this.stream = stream;
    }

    /** Returns whether no message is held until a deadline. */
    public boolean isEmpty() {
        open();
        return held == 0;
    }

    /** Returns when the first message arrived, or a time before that; there must be one. */
    public long sinceMillis() {
        open();
        return sinceMillis;
    }

    /** Adds a message behind all others and returns the number of its entry. */
    public long add(Entry entry) {
        open();
        sinceMillis = held == 0 ? entry.arrivedMillis() : Math.min(sinceMillis, entry.arrivedMillis());
        state.put(RowKey.deadline(join, stream, next), entry.write());
        held++;
        changed = true;
        return next++;
    }

    /** Takes out the entry of a message that is held no longer. */
    public void remove(long number) {
        open();
        state.remove(RowKey.deadline(join, stream, number));
        held--;
        head += number == head ? 1 : 0;
        changed = true;
        if (held < 0) {
            throw new IllegalStateException(
                    "more deadlines of join " + join + " and stream " + stream + " are removed than there were");
        }
    }

    /** Returns the first entry; null if there is none, or so many were removed before it that a later turn is to look. */
    public @Nullable Entry first() {
        open();
        Numbered first = held == 0 ? null : findFirst();
        if (first == null) {
            return null;
        }
        head = first.number;
        changed |= sinceMillis != first.entry.arrivedMillis;
        sinceMillis = first.entry.arrivedMillis;
        return first.entry;
    }

    private @Nullable Numbered findFirst() {
        while (head < next) {
            Numbered known = page.peek();
            if (known == null) {
                byte[] stored = state.get(RowKey.deadline(join, stream, head));
                if (stored != null) {
                    return new Numbered(head, Entry.read(stored));
                }
                if (!readPage()) {
                    return null;
                }
            } else if (known.number < head || state.get(RowKey.deadline(join, stream, known.number)) == null) {
                page.remove();
            } else {
                return known;
            }
        }
        throw new IllegalStateException(held + " deadlines of join " + join + " and stream " + stream + " are missing");
    }

    /** Reads what is left of the page that the head stands in, or goes to the next. */
    private boolean readPage() {
        if (pagesLeft == 0) {
            return false;
        }
        pagesLeft--;
        long number = RowKey.pageOf(head);
        state.scan(RowKey.deadlinePage(join, stream, number), (key, stored) -> {
            page.add(new Numbered(RowKey.numberOf(key), Entry.read(stored)));
            return true;
        });
        page.removeIf(known -> known.number < head);
        if (page.isEmpty()) {
            head = Math.min(next, (number + 1) * RowKey.PAGE_MESSAGES);
            changed = true;
        }
        return true;
    }

    /** Writes where the queue stands. */
    public void flush() {
        if (!changed) {
            return;
        }
        changed = false;
        if (held == 0) {
            head = next;
        }
        state.put(
                RowKey.deadlines(join, stream),
                ByteBuffer.allocate(HEAD_BYTES)
                        .put(VERSION)
                        .putLong(head)
                        .putLong(next)
                        .putLong(held)
                        .putLong(sinceMillis)
                        .array());
    }

    private void open() {
        if (read) {
            return;
        }
        read = true;
        byte[] stored = state.get(RowKey.deadlines(join, stream));
        if (stored != null) {
            ByteBuffer in = body(stored);
            head = in.getLong();
            next = in.getLong();
            held = in.getLong();
            sinceMillis = in.getLong();
        }
    }

    private static ByteBuffer body(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("deadline of version " + version + "; this hub reads " + VERSION);
        }
        return in;
    }
}
