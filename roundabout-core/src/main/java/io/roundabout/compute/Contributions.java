package io.roundabout.compute;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.Partitions;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one state partition add to results in one turn. Where order does not matter it is one sum for each key,
 * however many messages there are. Confined to the thread of the turn.
 */
public final class Contributions {
    /** Rows that {@code explode} may make of a message, so that one message does not hold up everybody else. */
    private static final int MOST_ROWS = 100_000;

    private final HeldPartition partition;
    private final Computes computes;
    private final Outbox outbox;
    private final long nowMillis;
    private final Map<Cell, Sum> sums = new LinkedHashMap<>();
    private final List<Partial> inOrder = new ArrayList<>();
    private final LedgerRow counts = new LedgerRow();

    /** A sum that grows, and what is known of its first message. */
    private record Sum(Accumulator rows, int position, long firstSeenMillis) {}

    /** Begins with nothing. */
    public Contributions(HeldPartition partition, Computes computes, Outbox outbox) {
        this.partition = partition;
        this.computes = computes;
        this.outbox = outbox;
        this.nowMillis = outbox.turn().nowMillis();
    }

    /**
     * Gives a message to every compute that takes it.
     *
     * @param from name of its stream, or of the join that made it
     */
    public void take(String from, Arrival arrival) {
        for (CompiledCompute compute : computes.takersOf(from)) {
            int number = partition.names().number(compute.name());
            int input = partition.names().number(from);
            Defect defect = new Rows(number, compute, arrival).addAll();
            LedgerLine line = new LedgerLine(number, input);
            counts.add(line, Counter.IN, 1);
            counts.add(line, defect == null ? Counter.USED : Counter.DEAD, 1);
            if (defect != null) {
                outbox.append(Outbox.deadLettersOf(compute.name()), deadLetter(from, arrival, defect));
            }
            if (arrival.id() != null) {
                partition.ids().left(input, arrival.key(), arrival.id());
            }
        }
    }

    /** Gives a result of a join to every compute that takes it. */
    public void take(String join, StoredMessage result) {
        if (computes.countOf(join) > 0) {
            take(
                    join,
                    new Arrival(
                            result.key(),
                            BodyFormat.JSON,
                            result.contentType(),
                            result.body(),
                            null,
                            result.position(),
                            result.firstSeenMillis()));
        }
    }

    private StoredMessage deadLetter(String from, Arrival arrival, Defect defect) {
        return new StoredMessage(
                outbox.turn().epoch(),
                arrival.position(),
                nowMillis,
                arrival.firstSeenMillis(),
                from,
                arrival.key(),
                arrival.contentType(),
                Map.of("reason", defect.reason(), "detail", defect.detail(), "origin", from),
                arrival.body(),
                null);
    }

    /** Returns what is added, by the partition of its key, to be {@linkplain ComputeTurn#take taken} there. */
    public Map<Integer, byte[]> partials(Partitions partitions) {
        List<Partial> all = new ArrayList<>(inOrder);
        sums.forEach((cell, sum) -> all.add(new Partial(
                cell, sum.position(), sum.firstSeenMillis(), sum.rows().write())));
        Map<Integer, List<Partial>> sorted = new TreeMap<>();
        for (Partial partial : all) {
            sorted.computeIfAbsent(partitions.of(partial.cell().key()), target -> new ArrayList<>())
                    .add(partial);
        }
        Map<Integer, byte[]> written = new TreeMap<>();
        sorted.forEach((target, partials) -> written.put(target, Partial.write(partials)));
        return written;
    }

    /** Adds the counts of the turn to {@code ledger}. Called once. */
    public void flush(LedgerRow ledger) {
        ledger.add(counts);
    }

    /** Takes the rows of one message. */
    private final class Rows {
        private final int number;
        private final CompiledCompute compute;
        private final Aggregation aggregation;
        private final Arrival arrival;
        private @Nullable Defect defect;
        private int rows;

        Rows(int number, CompiledCompute compute, Arrival arrival) {
            this.number = number;
            this.compute = compute;
            this.aggregation = compute.aggregation();
            this.arrival = arrival;
        }

        /** Adds all of them, or says why it adds none. */
        @Nullable
        Defect addAll() {
            if (!aggregation.isOneRow()) {
                // A message that becomes a dead letter must have added nothing: it can be sent again.
                aggregation.rows(arrival.format(), arrival.body(), this::look);
            }
            if (defect == null) {
                aggregation.rows(arrival.format(), arrival.body(), this::add);
            }
            return defect;
        }

        private void look(Aggregation.Row row) {
            rows++;
            check(row);
            if (rows > MOST_ROWS && defect == null) {
                defect = new Defect(
                        "too-long",
                        "compute '" + compute.name() + "' makes more than " + MOST_ROWS
                                + " rows of it; send it in several messages");
            }
        }

        private void check(Aggregation.Row row) {
            defect = defect == null ? compute.defectOf(row, nowMillis) : defect;
        }

        private void add(Aggregation.Row row) {
            check(row);
            byte[] key = row.key();
            if (defect != null || key == null) {
                return;
            }
            Cell cell = new Cell(number, compute.windowOf(row, nowMillis), key);
            if (aggregation.isOrderFree()) {
                sums.computeIfAbsent(cell, first -> sum()).rows().add(row);
                return;
            }
            Sum one = sum();
            one.rows().add(row);
            inOrder.add(new Partial(
                    cell, one.position(), one.firstSeenMillis(), one.rows().write()));
        }

        private Sum sum() {
            return new Sum(aggregation.open(), arrival.position(), arrival.firstSeenMillis());
        }
    }
}
