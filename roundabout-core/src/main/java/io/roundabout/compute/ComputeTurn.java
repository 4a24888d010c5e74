package io.roundabout.compute;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.RowKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results that one partition keeps, during one turn: what closes is made, what other partitions added is merged, and a running result
 * that changed is made anew. Confined to the thread of the turn.
 */
public final class ComputeTurn {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int SMALL = 96;

    /** Sums in memory at which they are written, and made results; one that is added to once more in the turn is read again. */
    private static final int MOST_CHANGED = 20_000;

    /** The same in bytes that were read and added. */
    private static final int MOST_CHANGED_BYTES = 8 << 20;

    /** What a turn closes comes before what arrives. */
    private static final int BEFORE_ARRIVALS = 0;

    private static final Map<String, String> PROPERTIES = Map.of("completed-by", "pass");
    private static final Map<String, String> CLOSED = Map.of("completed-by", "timeout");

    private final HeldPartition partition;
    private final Outbox outbox;
    private final Map<Integer, CompiledCompute> computes = new LinkedHashMap<>();
    private final Map<Integer, OpenWindows> windows = new HashMap<>();
    private final Map<Cell, Changed> changed = new LinkedHashMap<>();
    private final LedgerRow counts = new LedgerRow();
    private long changedBytes;

    /** A sum in this turn: one that grows, or one that is made a result for the last time. */
    private static final class Changed {
        private final Accumulator rows;
        private final long firstSeenMillis;
        private final long waiting;
        private final int position;

        Changed(Accumulator rows, KeptSum kept, int position) {
            this.rows = rows;
            this.firstSeenMillis = kept.firstSeenMillis();
            this.waiting = kept.waiting();
            this.position = position;
        }
    }

    /** Opens what a partition keeps. */
    public ComputeTurn(HeldPartition partition, Computes rules, Outbox outbox) {
        this.partition = partition;
        this.outbox = outbox;
        rules.all().forEach(compute -> computes.put(partition.names().number(compute.name()), compute));
    }

    /**
     * Makes the results of windows that are closed. To be called before anything is taken.
     *
     * @param most how many at most; what is beyond is made by the next turns
     */
    public void close(int most) {
        int left = most;
        for (Map.Entry<Integer, CompiledCompute> entry : computes.entrySet()) {
            Windows rule = entry.getValue().windows();
            OpenWindows open = windowsOf(entry.getKey());
            Long window = open.oldest();
            while (window != null && left > 0 && rule.closesAt(window) <= nowMillis()) {
                byte[] key = open.take(window);
                if (key != null) {
                    make(new Cell(entry.getKey(), window, key));
                    left--;
                }
                window = open.oldest();
            }
        }
    }

    private void make(Cell cell) {
        KeptSum kept = required(KeptSum.read(partition.rows().get(rowOf(cell))), cell);
        CompiledCompute compute = compute(cell.compute());
        outbox.append(compute.output(), last(compute, cell, kept, CLOSED));
    }

    /** Takes out what is kept, and returns the result of it. */
    private StoredMessage last(CompiledCompute compute, Cell cell, KeptSum kept, Map<String, String> properties) {
        partition.rows().remove(rowOf(cell));
        count(cell, -1);
        Changed sum = new Changed(compute.aggregation().open(kept.sum()), kept, BEFORE_ARRIVALS);
        return result(compute, cell, sum, properties);
    }

    /** What is kept is counted on a line of its own, as what comes in leaves at once. */
    private void count(Cell cell, int results) {
        counts.add(new LedgerLine(cell.compute(), cell.compute()), Counter.HELD, results);
    }

    /**
     * Sets aside what a compute keeps, because the rules to come add up otherwise: each result, as far as it came, is a dead letter of
     * the compute. To be called before anything is taken.
     *
     * @param name name of a compute of the rules; of any other nothing is kept
     * @param most how many at most; what is beyond is left to a later turn
     */
    public void strand(String name, int most) {
        computes.forEach((number, compute) -> {
            if (compute.name().equals(name)) {
                for (Cell cell : compute.windows().isRunning() ? running(number, most) : windowed(number, most)) {
                    KeptSum kept = KeptSum.read(partition.rows().get(rowOf(cell)));
                    outbox.append(
                            Outbox.deadLettersOf(name),
                            last(compute, cell, required(kept, cell), strandedProperties(name)));
                }
            }
        });
    }

    private List<Cell> running(int compute, int most) {
        List<Cell> cells = new ArrayList<>();
        partition.rows().scan(RowKey.aggregates(compute), (row, kept) -> {
            cells.add(new Cell(compute, Windows.RUNNING, RowKey.keyOfAggregate(row)));
            return cells.size() < most;
        });
        return cells;
    }

    private List<Cell> windowed(int compute, int most) {
        List<Cell> cells = new ArrayList<>();
        OpenWindows open = windowsOf(compute);
        for (Long window = open.oldest(); window != null && cells.size() < most; window = open.oldest()) {
            byte[] key = open.take(window);
            if (key != null) {
                cells.add(new Cell(compute, window, key));
            }
        }
        return cells;
    }

    private static Map<String, String> strandedProperties(String name) {
        return Map.of(
                "reason",
                "stranded",
                "detail",
                "the rules of compute '" + name + "' changed while it kept this",
                "origin",
                name);
    }

    private static byte[] rowOf(Cell cell) {
        return RowKey.aggregate(cell.compute(), cell.window(), cell.key());
    }

    private static KeptSum required(@Nullable KeptSum kept, Cell cell) {
        if (kept == null) {
            throw new IllegalStateException("a sum of compute " + cell.compute() + " is missing");
        }
        return kept;
    }

    /**
     * Merges what the partitions of the turn added to results of this one.
     *
     * @param pieces what {@link Contributions} wrote for this partition, in any order; read one by one, as they may be on a disk
     */
    public void take(Pieces pieces) {
        for (PieceReading reading = new PieceReading(pieces); reading.hasNext(); ) {
            Partial partial = reading.next();
            changed.computeIfAbsent(partial.cell(), cell -> open(partial)).rows.merge(partial.sum());
            changedBytes += partial.sum().length;
            if (changed.size() >= MOST_CHANGED || changedBytes >= MOST_CHANGED_BYTES) {
                writeChanged();
            }
        }
    }

    private Changed open(Partial partial) {
        Cell cell = partial.cell();
        CompiledCompute compute = compute(cell.compute());
        KeptSum kept = KeptSum.read(partition.rows().get(rowOf(cell)));
        if (kept != null) {
            changedBytes += kept.sum().length;
            return new Changed(compute.aggregation().open(kept.sum()), kept, partial.position());
        }
        if (!compute.windows().isRunning()) {
            windowsOf(cell.compute()).add(cell.window(), cell.key());
        }
        count(cell, 1);
        KeptSum none = new KeptSum(partial.firstSeenMillis(), KeptSum.NONE, new byte[0]);
        return new Changed(compute.aggregation().open(), none, partial.position());
    }

    /** Makes the running results that changed, writes what is kept, and adds the counts of the turn to {@code ledger}. Called once. */
    public void flush(LedgerRow ledger) {
        writeChanged();
        windows.values().forEach(OpenWindows::flush);
        ledger.add(counts);
    }

    private void writeChanged() {
        changed.forEach((cell, sum) -> {
            CompiledCompute compute = compute(cell.compute());
            long waiting = compute.windows().isRunning() ? remake(compute, cell, sum) : KeptSum.NONE;
            partition.rows().put(rowOf(cell), new KeptSum(sum.firstSeenMillis, waiting, sum.rows.write()).write());
        });
        changed.clear();
        changedBytes = 0;
    }

    /** The newest takes the place of an older one that nobody has collected. */
    private long remake(CompiledCompute compute, Cell cell, Changed sum) {
        if (sum.waiting != KeptSum.NONE) {
            outbox.supersede(compute.output(), sum.waiting);
        }
        return outbox.append(compute.output(), result(compute, cell, sum, PROPERTIES));
    }

    /** Returns when the next window closes, milliseconds since 1970 of hub time; {@link Long#MAX_VALUE} if none is open. */
    public long dueMillis() {
        long due = Long.MAX_VALUE;
        for (Map.Entry<Integer, CompiledCompute> entry : computes.entrySet()) {
            Long oldest = windowsOf(entry.getKey()).oldest();
            due = oldest == null
                    ? due
                    : Math.min(due, entry.getValue().windows().closesAt(oldest));
        }
        return due;
    }

    private StoredMessage result(CompiledCompute compute, Cell cell, Changed sum, Map<String, String> properties) {
        return new StoredMessage(
                outbox.turn().epoch(),
                sum.position,
                nowMillis(),
                sum.firstSeenMillis,
                compute.name(),
                cell.key(),
                "application/json",
                properties,
                body(compute, cell, sum.rows.fields()),
                null);
    }

    private static byte[] body(CompiledCompute compute, Cell cell, byte[] fields) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(fields.length + cell.key().length + SMALL);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeFieldName("key");
            json.writeUTF8String(cell.key(), 0, cell.key().length);
            if (!compute.windows().isRunning()) {
                json.writeObjectFieldStart("window");
                json.writeStringField(
                        "start", Instant.ofEpochMilli(cell.window()).toString());
                json.writeStringField(
                        "end",
                        Instant.ofEpochMilli(cell.window() + compute.windows().millis())
                                .toString());
                json.writeEndObject();
            }
            if (fields.length > 0) {
                json.writeRaw(',');
                json.writeRaw(new String(fields, StandardCharsets.UTF_8));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return body.toByteArray();
    }

    private CompiledCompute compute(int number) {
        CompiledCompute compute = computes.get(number);
        if (compute == null) {
            throw new IllegalStateException("there is no compute " + number + " any more");
        }
        return compute;
    }

    private OpenWindows windowsOf(int compute) {
        return windows.computeIfAbsent(compute, number -> new OpenWindows(partition.rows(), number));
    }

    private long nowMillis() {
        return outbox.turn().nowMillis();
    }
}
