package io.roundabout.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Held state in a sorted map: for pipelines that are tried without servers, and for tests. Every write is kept at once.
 * Confined to one thread.
 */
public final class InMemoryHeldState implements HeldState {
    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] get(byte[] key) {
        return rows.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        rows.put(key, value);
    }

    @Override
    public void remove(byte[] key) {
        rows.remove(key);
    }

    @Override
    public void scan(byte[] prefix, Visitor visitor) {
        for (Map.Entry<byte[], byte[]> row : rows.tailMap(prefix, true).entrySet()) {
            byte[] key = row.getKey();
            boolean under =
                    key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
            if (!under || !visitor.row(key, row.getValue())) {
                return;
            }
        }
    }

    /** Returns how many rows there are. */
    public int size() {
        return rows.size();
    }

    /** Returns all rows as bytes: for each its key, then its value, each behind its length. */
    public byte[] write() {
        int size = 0;
        for (Map.Entry<byte[], byte[]> row : rows.entrySet()) {
            size += 2 * Integer.BYTES + row.getKey().length + row.getValue().length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        rows.forEach((key, value) ->
                out.putInt(key.length).put(key).putInt(value.length).put(value));
        return out.array();
    }

    /** Reads what {@link #write} wrote. */
    public static InMemoryHeldState read(byte[] written) {
        InMemoryHeldState state = new InMemoryHeldState();
        ByteBuffer in = ByteBuffer.wrap(written);
        while (in.hasRemaining()) {
            byte[] key = take(in);
            state.put(key, take(in));
        }
        return state;
    }

    private static byte[] take(ByteBuffer in) {
        byte[] value = new byte[in.getInt()];
        in.get(value);
        return value;
    }
}
