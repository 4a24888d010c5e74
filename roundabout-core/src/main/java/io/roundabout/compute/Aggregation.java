package io.roundabout.compute;

import io.roundabout.entrance.BodyFormat;
import org.jspecify.annotations.Nullable;

/**
 * How one compute turns messages into rows, and rows into a result. Made from Spark SQL elsewhere. Thread-safe.
 */
public interface Aggregation {

    /** Takes the rows of a message. */
    interface RowTaker {
        /** Takes a row, which is valid during the call only. */
        void row(Row row);
    }

    /** A row of a message: the message itself, or one of those that {@code explode} makes of it. */
    interface Row {
        /** Returns UTF-8 of its key; null if it has none. */
        byte @Nullable [] key();

        /** Returns its time, milliseconds since 1970; null if it has none, or if the compute goes by arrival. */
        @Nullable
        Long timeMillis();
    }

    /**
     * Takes a message apart.
     *
     * @param format what the body is
     * @param body the body; must not be written to
     * @param taker called for each row, in order; never, if {@code explode} makes none
     */
    void rows(BodyFormat format, byte[] body, RowTaker taker);

    /** Returns whether a message is one row at most: nothing explodes it. */
    boolean isOneRow();

    /** Returns whether the result does not depend on the order of rows, so that they may be added up in any. */
    boolean isOrderFree();

    /** Returns whether a sum is small, whatever the rows hold: a few numbers. */
    boolean isSmall();

    /** Returns the sum of no rows. */
    Accumulator open();

    /**
     * Returns a sum that was stored.
     *
     * @param stored what {@link Accumulator#write} wrote, of this version of the rule or of one with the same aggregates
     */
    Accumulator open(byte[] stored);
}
