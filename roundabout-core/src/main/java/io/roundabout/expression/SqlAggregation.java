package io.roundabout.expression;

import io.roundabout.compute.Accumulator;
import io.roundabout.compute.Aggregation;
import io.roundabout.entrance.BodyFormat;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The expressions of a compute. Thread-safe. */
final class SqlAggregation implements Aggregation {
    private final RowReader reader;
    private final Evaluations arguments;
    private final Summation summation;
    private final ConcurrentLinkedQueue<Adder> idle = new ConcurrentLinkedQueue<>();

    /**
     * Puts a compute together.
     *
     * @param reader reads rows from messages
     * @param arguments what aggregates are given of a row
     * @param summation how they add it up
     */
    SqlAggregation(RowReader reader, Evaluations arguments, Summation summation) {
        this.reader = reader;
        this.arguments = arguments;
        this.summation = summation;
        // Compiled now, and not under the first message.
        idle.add(summation.adder());
    }

    @Override
    public void rows(BodyFormat format, byte[] body, RowTaker taker) {
        Evaluation evaluation = arguments.take();
        try {
            reader.read(
                    format, body, evaluation, (key, timeMillis) -> taker.row(new SqlRow(key, timeMillis, evaluation)));
        } finally {
            arguments.give(evaluation);
        }
    }

    /** A row while it is in an evaluation. */
    private record SqlRow(byte @Nullable [] key, @Nullable Long timeMillis, Evaluation evaluation) implements Row {}

    @Override
    public boolean isOneRow() {
        return reader.isOneRow();
    }

    @Override
    public boolean isOrderFree() {
        return summation.isOrderFree();
    }

    @Override
    public boolean isSmall() {
        return summation.isSmall();
    }

    @Override
    public Accumulator open() {
        return new Sum(with(Adder::empty));
    }

    @Override
    public Accumulator open(byte[] stored) {
        return new Sum(with(adder -> adder.read(stored)));
    }

    /** Work for one thread's adder. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Adder adder);
    }

    private <T> T with(Work<T> work) {
        Adder taken = idle.poll();
        Adder adder = taken == null ? summation.adder() : taken;
        try {
            return work.with(adder);
        } finally {
            idle.add(adder);
        }
    }

    /** A sum in memory. Confined to one task. */
    private final class Sum implements Accumulator {
        private final GenericInternalRow buffer;

        Sum(GenericInternalRow buffer) {
            this.buffer = buffer;
        }

        @Override
        public void add(Row row) {
            InternalRow computed = ((SqlRow) row).evaluation().compute();
            with(adder -> {
                adder.add(buffer, computed);
                return buffer;
            });
        }

        @Override
        public void merge(byte[] stored) {
            with(adder -> {
                adder.merge(buffer, adder.read(stored));
                return buffer;
            });
        }

        @Override
        public byte[] write() {
            return with(adder -> adder.write(buffer));
        }

        @Override
        public byte[] fields() {
            return with(adder -> {
                InternalRow results = adder.results(buffer);
                StructType types = summation.results();
                JsonBuffer json = new JsonBuffer();
                for (int i = 0; i < types.length(); i++) {
                    DataType type = types.apply(i).dataType();
                    json.add(JsonBuffer.label(types.apply(i).name(), i == 0));
                    ValueWriter.of(type).writeOrNull(results.isNullAt(i) ? null : results.get(i, type), json);
                }
                return json.toBytes();
            });
        }
    }
}
