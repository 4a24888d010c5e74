package io.roundabout.expression;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.jspecify.annotations.Nullable;

/** A {@link Summation}, compiled. Confined to one thread at a time. */
final class Adder {
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    private final Summation summation;
    private final int width;
    private final MutableProjection update;
    private final MutableProjection merge;
    private final List<ImperativeAggregate> byHand;
    private final MutableProjection evaluate;
    private final UnsafeProjection pack;
    private final JoinedRow both = new JoinedRow();

    Adder(Summation summation) {
        this.summation = summation;
        Catalyst catalyst = summation.catalyst();
        width = summation.buffer().length();
        update = catalyst.compile(Evaluations.copyOf(summation.update()));
        merge = catalyst.compile(Evaluations.copyOf(summation.merge()));
        byHand = Evaluations.copyOf(summation.byHand());
        evaluate = catalyst.compile(Evaluations.copyOf(summation.evaluate()));
        pack = catalyst.within(() -> UnsafeProjection.create(summation.buffer()));
    }

    /** Returns the buffer of no rows. */
    GenericInternalRow empty() {
        @Nullable Object[] values = new @Nullable Object[width];
        for (int i = 0; i < summation.initial().size(); i++) {
            values[i] = summation.initial().get(i).eval(null);
        }
        GenericInternalRow buffer = new GenericInternalRow(values);
        byHand.forEach(aggregate -> aggregate.initialize(buffer));
        return buffer;
    }

    /** Adds a row to a buffer. */
    void add(GenericInternalRow buffer, InternalRow row) {
        update.target(buffer).apply(both.apply(buffer, row));
        byHand.forEach(aggregate -> aggregate.update(buffer, row));
    }

    /** Adds another buffer to one. */
    void merge(GenericInternalRow buffer, InternalRow other) {
        merge.target(buffer).apply(both.apply(buffer, other));
        byHand.forEach(aggregate -> aggregate.merge(buffer, other));
    }

    /** Returns the results; valid until the next time. */
    InternalRow results(InternalRow buffer) {
        @Nullable Object[] said = new @Nullable Object[byHand.size()];
        for (int i = 0; i < said.length; i++) {
            said[i] = byHand.get(i).eval(buffer);
        }
        return evaluate.apply(both.apply(buffer, new GenericInternalRow(said)));
    }

    /** Returns the bytes a buffer is stored as: a version, what it is of, and the row as Spark packs it. */
    byte[] write(InternalRow buffer) {
        byte[] packed = pack.apply(buffer).getBytes();
        return ByteBuffer.allocate(HEADER_BYTES + packed.length)
                .put(VERSION)
                .putInt(fingerprint())
                .put(packed)
                .array();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the version is unknown, or other aggregates wrote it
     */
    GenericInternalRow read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("aggregate of version " + version + "; this hub reads " + VERSION);
        }
        if (in.getInt() != fingerprint()) {
            throw new IllegalArgumentException("what is kept was added up by other aggregates");
        }
        UnsafeRow packed = new UnsafeRow(width);
        byte[] row = new byte[in.remaining()];
        in.get(row);
        packed.pointTo(row, row.length);
        @Nullable Object[] values = new @Nullable Object[width];
        for (int i = 0; i < width; i++) {
            values[i] = packed.isNullAt(i)
                    ? null
                    : packed.get(i, summation.buffer().apply(i).dataType());
        }
        return new GenericInternalRow(values);
    }

    private int fingerprint() {
        return summation.buffer().sql().hashCode();
    }
}
