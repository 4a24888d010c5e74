package io.roundabout.expression;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.types.StructType;

/**
 * How aggregates add rows up, over a buffer: what it holds at first, what a row makes of it, what another buffer makes of it, and what it
 * says at last. Most aggregates are expressions over the buffer; the others do the same by hand, and have the end of the buffer. Immutable.
 *
 * @param buffer what the buffer holds
 * @param initial values of the buffer's beginning, of no rows
 * @param update the same after a row, over buffer and row
 * @param merge the same after another buffer, over both
 * @param byHand what adds up the end of the buffer
 * @param evaluate the results, over the buffer and what the aggregates by hand say
 * @param results names and types of the results, in order
 * @param isOrderFree whether the order of rows makes no difference
 */
record Summation(
        Catalyst catalyst,
        StructType buffer,
        List<Expression> initial,
        List<Expression> update,
        List<Expression> merge,
        List<ImperativeAggregate> byHand,
        List<Expression> evaluate,
        StructType results,
        boolean isOrderFree) {

    /** Returns whether the buffer holds nothing that can be long: numbers, times and truths. */
    boolean isSmall() {
        return Arrays.stream(buffer.fields()).allMatch(field -> UnsafeRow.isMutable(field.dataType()));
    }

    /** Returns what does it, for one thread at a time. */
    Adder adder() {
        return new Adder(this);
    }
}
