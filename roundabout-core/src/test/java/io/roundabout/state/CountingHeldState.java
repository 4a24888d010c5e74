package io.roundabout.state;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** State in memory that counts reads and writes by table. */
public final class CountingHeldState implements HeldState {
    private final InMemoryHeldState rows = new InMemoryHeldState();
    private final Map<String, Integer> reads = new TreeMap<>();
    private final Map<String, Integer> writes = new TreeMap<>();

    /** Returns how often rows of a table were read. */
    public Map<String, Integer> reads() {
        return reads;
    }

    /** Returns how often rows of a table were written or removed. */
    public Map<String, Integer> writes() {
        return writes;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        count(reads, key);
        return rows.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        count(writes, key);
        rows.put(key, value);
    }

    @Override
    public void remove(byte[] key) {
        count(writes, key);
        rows.remove(key);
    }

    @Override
    public void scan(byte[] prefix, Visitor visitor) {
        count(reads, prefix);
        rows.scan(prefix, visitor);
    }

    private static void count(Map<String, Integer> counts, byte[] key) {
        counts.merge(Table.ofRow(key).name(), 1, Integer::sum);
    }
}
