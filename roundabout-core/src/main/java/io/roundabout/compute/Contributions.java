package io.roundabout.compute;

import io.roundabout.entrance.BodyFormat;
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
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one state partition add to results in one turn. Where order does not matter it is one sum for each key,
 * however many messages there are. Confined to the thread of the turn.
 */
public final class Contributions {
    /** Rows that {@code explode} may make of a message, so that one message does not hold up everybody else. */
    private static final int MOST_ROWS = 100_000;

    /**
     * Bytes that the rows of a message may come to, where they are several: so much as a message may have. Each of ten thousand words of a
     * line would keep the line, with {@code last(value)}.
     */
    private static final int MOST_ROW_BYTES = 16 << 20;

    /** Sums in memory at which they are written: what comes for one of them afterwards is a sum of its own. */
    private static final int MOST_SUMS = 20_000;

    /** The same in bytes that were added, where sums are not small. */
    private static final int MOST_SUM_BYTES = 4 << 20;

    private final HeldPartition partition;
    private final Computes computes;
    private final Outbox outbox;
    private final long nowMillis;
    private final long endedMillis;
    private final Map<Cell, Sum> sums = new LinkedHashMap<>();
    private final PieceWriter writer;
    private long sumBytes;
    private final LedgerRow counts = new LedgerRow();

    /** A sum that grows, and what is known of its first message. */
    private record Sum(Accumulator rows, int position, long firstSeenMillis) {}

    /**
     * Begins with nothing.
     *
     * @param endedMillis up to when windows may be closed, hub time, milliseconds since 1970: what comes for those is too late
     * @param writer takes what is added, to be {@linkplain ComputeTurn#take taken} by the partitions of results
     */
    public Contributions(
            HeldPartition partition, Computes computes, Outbox outbox, long endedMillis, PieceWriter writer) {
        this.partition = partition;
        this.computes = computes;
        this.outbox = outbox;
        this.writer = writer;
        this.nowMillis = outbox.turn().nowMillis();
        this.endedMillis = endedMillis;
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

    private Accumulator sumOf(Cell cell, Aggregation aggregation, Arrival arrival) {
        return sums.computeIfAbsent(
                        cell, first -> new Sum(aggregation.open(), arrival.position(), arrival.firstSeenMillis()))
                .rows();
    }

    private void writeFullSums() {
        if (sums.size() >= MOST_SUMS || sumBytes >= MOST_SUM_BYTES) {
            writeSums();
        }
    }

    private void writeSums() {
        sums.forEach((cell, sum) -> writer.write(new Partial(
                cell, sum.position(), sum.firstSeenMillis(), sum.rows().write())));
        sums.clear();
        sumBytes = 0;
    }

    /** Writes what is left, and adds the counts of the turn to {@code ledger}. Called once. */
    public void flush(LedgerRow ledger) {
        writeSums();
        writer.end();
        ledger.add(counts);
    }

    /** Takes the rows of one message. */
    private final class Rows {
        private final int number;
        private final CompiledCompute compute;
        private final Aggregation aggregation;
        private final Arrival arrival;
        private @Nullable Defect defect;
        private final List<Partial> kept = new ArrayList<>();
        private long keptBytes;
        private int rows;

        Rows(int number, CompiledCompute compute, Arrival arrival) {
            this.number = number;
            this.compute = compute;
            this.aggregation = compute.aggregation();
            this.arrival = arrival;
        }

        /** Adds all of them, or says why it adds none: a message that becomes a dead letter can be sent again. */
        @Nullable
        Defect addAll() {
            if (!aggregation.isOrderFree() || !aggregation.isSmall()) {
                aggregation.rows(arrival.format(), arrival.body(), this::keep);
                kept.forEach(this::addKept);
                return defect;
            }
            if (!aggregation.isOneRow()) {
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
            if (rows > MOST_ROWS) {
                refuse("too-long", "more than " + MOST_ROWS + " rows");
            }
        }

        private void check(Aggregation.Row row) {
            defect = defect == null ? compute.defectOf(row, nowMillis, endedMillis) : defect;
        }

        private void refuse(String reason, String made) {
            if (defect == null) {
                defect = new Defect(
                        reason,
                        "compute '" + compute.name() + "' makes " + made + " of it; send it in several messages");
            }
        }

        private void add(Aggregation.Row row) {
            check(row);
            Cell cell = defect == null ? cellOf(row) : null;
            if (cell != null) {
                sumOf(cell, aggregation, arrival).add(row);
                writeFullSums();
            }
        }

        private @Nullable Cell cellOf(Aggregation.Row row) {
            byte[] key = row.key();
            return key == null ? null : new Cell(number, compute.windowOf(row, nowMillis), key);
        }

        /** Rows that may be long are computed once, and kept until the last was looked at. */
        private void keep(Aggregation.Row row) {
            look(row);
            Cell cell = defect == null ? cellOf(row) : null;
            if (cell != null) {
                Accumulator one = aggregation.open();
                one.add(row);
                kept.add(new Partial(cell, arrival.position(), arrival.firstSeenMillis(), one.write()));
                keptBytes += kept.get(kept.size() - 1).sum().length;
            }
            if (kept.size() > 1 && keptBytes > MOST_ROW_BYTES) {
                refuse("too-large", "rows of more than " + (MOST_ROW_BYTES >> 20) + " MiB");
            }
            if (defect != null) {
                kept.clear();
            }
        }

        private void addKept(Partial partial) {
            if (aggregation.isOrderFree()) {
                sumOf(partial.cell(), aggregation, arrival).merge(partial.sum());
                sumBytes += partial.sum().length;
                writeFullSums();
            } else {
                writer.write(partial);
            }
        }
    }
}
