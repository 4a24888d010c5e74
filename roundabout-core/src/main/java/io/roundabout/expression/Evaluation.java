package io.roundabout.expression;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.jspecify.annotations.Nullable;

/**
 * Compiled expressions with the row they are computed from. What cannot be computed is null: a message must never stop the
 * hub. Confined to one thread at a time.
 */
final class Evaluation {
    private final Catalyst catalyst;
    private final @Nullable Object[] values;
    private final InternalRow row;
    private final MutableProjection projection;
    private final List<Expression> expressions;
    private final GenericInternalRow oneByOne;
    private final JsonBuffer json = new JsonBuffer();

    /**
     * Makes an evaluation.
     *
     * @param projection the expressions, compiled
     * @param expressions the same, to be computed one by one where that fails
     * @param columns how many values they are computed from
     */
    Evaluation(Catalyst catalyst, MutableProjection projection, List<Expression> expressions, int columns) {
        this.catalyst = catalyst;
        this.projection = projection;
        this.expressions = expressions;
        values = new @Nullable Object[columns];
        row = new GenericInternalRow(values);
        oneByOne = new GenericInternalRow(expressions.size());
    }

    /** Returns the values to compute from, all null. */
    @Nullable
    Object[] clear() {
        Arrays.fill(values, null);
        return values;
    }

    /** Returns the values to compute from. */
    @Nullable
    Object[] values() {
        return values;
    }

    /** Returns an empty buffer for what is made of the results. */
    JsonBuffer json() {
        json.clear();
        return json;
    }

    /** Computes; the row that is returned is valid until the next time. */
    InternalRow compute() {
        // Some expressions ask for settings only when they are computed, and a task of Spark has others.
        return catalyst.within(this::computed);
    }

    @SuppressWarnings("IllegalCatch") // whatever an expression throws, for whatever value
    private InternalRow computed() {
        try {
            return projection.apply(row);
        } catch (Exception | StackOverflowError e) {
            for (int i = 0; i < expressions.size(); i++) {
                oneByOne.update(i, valueOf(expressions.get(i)));
            }
            return oneByOne;
        }
    }

    @SuppressWarnings("IllegalCatch")
    private @Nullable Object valueOf(Expression expression) {
        try {
            return expression.eval(row);
        } catch (Exception | StackOverflowError e) {
            return null;
        }
    }
}
