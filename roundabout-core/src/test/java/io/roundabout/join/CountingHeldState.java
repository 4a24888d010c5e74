package io.roundabout.join;

import io.roundabout.state.HeldState;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.Table;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts reads and writes by table. */
final class CountingHeldState implements HeldState {
    private final InMemoryHeldState rows = new InMemoryHeldState();
    private final Map<String, Integer> reads = new TreeMap<>();
    private final Map<String, Integer> writes = new TreeMap<>();

    Map<String, Integer> reads() {
        return reads;
    }

    Map<String, Integer> writes() {
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
