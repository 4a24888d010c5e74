package io.roundabout.expression;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;

/**
 * Expressions whose every name and type is known. Immutable.
 *
 * @param computed what is computed, in order
 * @param columns what is read for it, and what is read to be passed on
 * @param guesses types that were taken because nothing declares them, in words
 */
record Resolved(List<NamedExpression> computed, List<Column> columns, List<String> guesses) {
    /** Returns what stands for the columns in the expressions, in their order. */
    List<Attribute> inputs() {
        return columns.stream().map(Column::attribute).toList();
    }
}
