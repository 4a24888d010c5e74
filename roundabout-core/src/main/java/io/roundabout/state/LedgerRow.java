package io.roundabout.state;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one state partition as it is stored: counts by number, so that a name that is removed and declared again
 * starts at 0. {@link Ledger} is the same with names, for people. Confined to one thread.
 */
public final class LedgerRow {
    private static final byte VERSION = 1;
    private static final int LINE_BYTES = 2 * Integer.BYTES + 1;
    private static final int COUNT_BYTES = 1 + Long.BYTES;

    private final TreeMap<LedgerLine, EnumMap<Counter, Long>> lines = new TreeMap<>();

    /** Adds {@code delta} messages to a count. */
    public void add(LedgerLine line, Counter counter, long delta) {
        if (delta != 0) {
            lines.computeIfAbsent(line, key -> new EnumMap<>(Counter.class)).merge(counter, delta, Long::sum);
        }
    }

    /** Adds everything that {@code other} counts. */
    public void add(LedgerRow other) {
        other.lines.forEach((line, counts) -> counts.forEach((counter, delta) -> add(line, counter, delta)));
    }

    /** Forgets all counts of a line: what it counted is gone. */
    public void forget(LedgerLine line) {
        lines.remove(line);
    }

    /** Returns a count, in messages. */
    public long count(LedgerLine line, Counter counter) {
        Map<Counter, Long> counts = lines.get(line);
        return counts == null ? 0 : counts.getOrDefault(counter, 0L);
    }

    /** Returns how many messages left an address, in whatever way. */
    public long left(LedgerLine address) {
        return Counter.LEAVING.stream()
                .mapToLong(counter -> count(address, counter))
                .sum();
    }

    /** Returns whether nothing is counted. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Returns the counts by name; a join's input is {@code JOIN/STREAM}. Lines of names that were removed are left out. */
    public Ledger named(Names names) {
        Ledger ledger = new Ledger();
        lines.forEach((line, counts) -> nameOf(line, names)
                .ifPresent(name -> counts.forEach((counter, count) -> ledger.add(name, counter, count))));
        return ledger;
    }

    private static Optional<String> nameOf(LedgerLine line, Names names) {
        Optional<String> name = names.name(line.name());
        if (!line.isInput()) {
            return name;
        }
        return name.flatMap(join -> names.name(line.input()).map(stream -> join + "/" + stream));
    }

    /** Returns the bytes it is stored as: a version, then each line with its counts. */
    public byte[] write() {
        int size = 1;
        for (Map<Counter, Long> counts : lines.values()) {
            size += LINE_BYTES + COUNT_BYTES * counts.size();
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(VERSION);
        lines.forEach((line, counts) -> {
            out.putInt(line.name()).putInt(line.input()).put((byte) counts.size());
            counts.forEach((counter, count) -> out.put(counter.number()).putLong(count));
        });
        return out.array();
    }

    /**
     * Reads what {@link #write} wrote; an absent row counts nothing.
     *
     * @throws IllegalArgumentException if the version or a counter is unknown
     */
    public static LedgerRow read(byte @Nullable [] stored) {
        LedgerRow row = new LedgerRow();
        if (stored == null) {
            return row;
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("ledger of version " + version + "; this hub reads " + VERSION);
        }
        while (in.hasRemaining()) {
            LedgerLine line = new LedgerLine(in.getInt(), in.getInt());
            int counts = in.get();
            for (int i = 0; i < counts; i++) {
                row.add(line, Counter.of(in.get()), in.getLong());
            }
        }
        return row;
    }
}
