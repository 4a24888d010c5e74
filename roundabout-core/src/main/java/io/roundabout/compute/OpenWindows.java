package io.roundabout.compute;

import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one compute that are not closed, and the keys in each, in the order in which they came. Keys are numbered, so that
 * they are reached by get. Confined to the turn.
 */
final class OpenWindows {
    private static final byte VERSION = 1;
    private static final int WINDOW_BYTES = 3 * Long.BYTES;

    private final HeldState state;
    private final int compute;
    private final TreeMap<Long, Keys> windows = new TreeMap<>();
    private boolean changed;

    /** Numbers of the keys of a window: from {@code first} to before {@code next}. */
    private static final class Keys {
        private long first;
        private long next;

        Keys(long first, long next) {
            this.first = first;
            this.next = next;
        }
    }

    OpenWindows(HeldState state, int compute) {
        this.state = state;
        this.compute = compute;
        byte[] stored = state.get(RowKey.windows(compute));
        if (stored != null) {
            ByteBuffer in = ByteBuffer.wrap(stored);
            requireVersion(in.get());
            while (in.hasRemaining()) {
                windows.put(in.getLong(), new Keys(in.getLong(), in.getLong()));
            }
        }
    }

    /** Returns the start of the oldest, milliseconds since 1970; null if there is none. */
    @Nullable
    Long oldest() {
        return windows.isEmpty() ? null : windows.firstKey();
    }

    /** Notes a key that is new in its window. */
    void add(long window, byte[] key) {
        Keys keys = windows.computeIfAbsent(window, start -> new Keys(0, 0));
        state.put(
                RowKey.windowKey(compute, window, keys.next++),
                ByteBuffer.allocate(1 + key.length).put(VERSION).put(key).array());
        changed = true;
    }

    /** Takes out the next key of a window that is open; null if there is none left, and the window is gone. */
    byte @Nullable [] take(long window) {
        Keys keys = windows.get(window);
        if (keys == null || keys.first == keys.next) {
            windows.remove(window);
            changed = true;
            return null;
        }
        byte[] row = RowKey.windowKey(compute, window, keys.first++);
        byte[] stored = state.get(row);
        if (stored == null) {
            throw new IllegalStateException("a key of window " + window + " of compute " + compute + " is missing");
        }
        requireVersion(stored[0]);
        state.remove(row);
        changed = true;
        byte[] key = new byte[stored.length - 1];
        System.arraycopy(stored, 1, key, 0, key.length);
        return key;
    }

    /** Writes which windows there are. */
    void flush() {
        if (!changed) {
            return;
        }
        if (windows.isEmpty()) {
            state.remove(RowKey.windows(compute));
            return;
        }
        ByteBuffer out = ByteBuffer.allocate(1 + WINDOW_BYTES * windows.size()).put(VERSION);
        for (Map.Entry<Long, Keys> window : windows.entrySet()) {
            out.putLong(window.getKey()).putLong(window.getValue().first).putLong(window.getValue().next);
        }
        state.put(RowKey.windows(compute), out.array());
    }

    private static void requireVersion(byte version) {
        if (version != VERSION) {
            throw new IllegalArgumentException("window of version " + version + "; this hub reads " + VERSION);
        }
    }
}
