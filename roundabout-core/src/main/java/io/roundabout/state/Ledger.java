package io.roundabout.state;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Counts of messages by name. Confined to one thread. */
public final class Ledger implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, EnumMap<Counter, Long>> counts = new TreeMap<>();

    /** Adds {@code delta} messages to what is counted of {@code name}. */
    public void add(String name, Counter counter, long delta) {
        if (delta != 0) {
            counts.computeIfAbsent(name, key -> new EnumMap<>(Counter.class)).merge(counter, delta, Long::sum);
        }
    }

    /** Adds everything that {@code other} counts. */
    public void add(Ledger other) {
        other.counts.forEach((name, row) -> row.forEach((counter, delta) -> add(name, counter, delta)));
    }

    /** Returns what is counted of {@code name}, in messages; 0 if nothing is. */
    public long count(String name, Counter counter) {
        EnumMap<Counter, Long> row = counts.get(name);
        return row == null ? 0 : row.getOrDefault(counter, 0L);
    }

    /** Returns how many messages an address holds: those made there that did not leave it in any way. */
    public long waiting(String address) {
        return Counter.LEAVING.stream().mapToLong(left -> -count(address, left)).sum() + count(address, Counter.MADE);
    }

    /** Forgets all counts of {@code name}. */
    public void forget(String name) {
        counts.remove(name);
    }

    /** Returns whether nothing is counted. */
    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Calls {@code action} for each name, in order, with its counts. */
    public void forEach(BiConsumer<String, Map<Counter, Long>> action) {
        counts.forEach(action);
    }
}
