package io.roundabout.state;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ids whose messages left, in the order they left: one queue for each time they are remembered, so that what is due
 * stands in front. Reached by numbers, never by a scan. Confined to the turn.
 */
final class Leavings {
    private static final byte VERSION = 1;
    private static final int QUEUE_BYTES = 3 * Long.BYTES;

    private final HeldState state;
    private final TreeMap<Long, Queue> queues = new TreeMap<>();
    private boolean read;
    private boolean changed;
    private int added;

    /** Numbers of the entries of a queue: from {@code head} to before {@code next}. */
    private static final class Queue {
        private long head;
        private long next;

        Queue(long head, long next) {
            this.head = head;
            this.next = next;
        }
    }

    /** Takes ids that are due. */
    interface Taker {
        /** Takes the key of an id's row, and the hub time at which its message left. */
        void due(byte[] row, long leftMillis);
    }

    Leavings(HeldState state) {
        this.state = state;
    }

    /** Returns how many were added in this turn. */
    int added() {
        return added;
    }

    void add(long rememberMillis, byte[] row, long leftMillis) {
        Queue queue = queues().computeIfAbsent(rememberMillis, key -> new Queue(0, 0));
        byte[] entry = ByteBuffer.allocate(1 + Long.BYTES + row.length)
                .put(VERSION)
                .putLong(leftMillis)
                .put(row)
                .array();
        state.put(RowKey.leaving(rememberMillis, queue.next++), entry);
        changed = true;
        added++;
    }

    /** Takes out what has been remembered for its time, at most {@code most}. */
    void takeDue(long nowMillis, int most, Taker taker) {
        int left = most;
        for (Map.Entry<Long, Queue> entry : List.copyOf(queues().entrySet())) {
            left = takeDue(entry.getKey(), nowMillis, left, taker);
        }
        queues.values().removeIf(queue -> queue.head == queue.next);
    }

    private int takeDue(long rememberMillis, long nowMillis, int most, Taker taker) {
        Queue queue = queues.get(rememberMillis);
        int left = most;
        while (queue != null && queue.head < queue.next && left > 0) {
            byte[] row = RowKey.leaving(rememberMillis, queue.head);
            ByteBuffer entry = entry(row);
            long leftMillis = entry.getLong();
            if (nowMillis - leftMillis < rememberMillis) {
                break;
            }
            byte[] id = new byte[entry.remaining()];
            entry.get(id);
            state.remove(row);
            queue.head++;
            left--;
            changed = true;
            taker.due(id, leftMillis);
        }
        return left;
    }

    private ByteBuffer entry(byte[] row) {
        byte[] stored = state.get(row);
        if (stored == null) {
            throw new IllegalStateException("an id that is to be forgotten is missing");
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        requireVersion(in.get());
        return in;
    }

    /** Writes where the queues stand. */
    void flush() {
        if (!changed) {
            return;
        }
        if (queues.isEmpty()) {
            state.remove(RowKey.leavings());
            return;
        }
        ByteBuffer out = ByteBuffer.allocate(1 + QUEUE_BYTES * queues.size()).put(VERSION);
        queues.forEach(
                (remember, queue) -> out.putLong(remember).putLong(queue.head).putLong(queue.next));
        state.put(RowKey.leavings(), out.array());
    }

    private Map<Long, Queue> queues() {
        if (!read) {
            read = true;
            byte[] stored = state.get(RowKey.leavings());
            if (stored != null) {
                ByteBuffer in = ByteBuffer.wrap(stored);
                requireVersion(in.get());
                while (in.hasRemaining()) {
                    queues.put(in.getLong(), new Queue(in.getLong(), in.getLong()));
                }
            }
        }
        return queues;
    }

    private static void requireVersion(byte version) {
        if (version != VERSION) {
            throw new IllegalArgumentException("leaving of version " + version + "; this hub reads " + VERSION);
        }
    }
}
