package io.roundabout.expression;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.ArrayRepeat;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Sequence;
import org.apache.spark.sql.catalyst.expressions.StringLPad;
import org.apache.spark.sql.catalyst.expressions.StringRPad;
import org.apache.spark.sql.catalyst.expressions.StringRepeat;
import org.apache.spark.sql.catalyst.expressions.StringSpace;

/** Keeps a number in a message from deciding how much memory its result takes. Pure functions. */
final class BoundedSize {
    /** Characters or elements that a constant may ask for. */
    static final int MOST = 10_000;

    private BoundedSize() {}

    /**
     * Requires that what says how long the result is, is a constant, and not too large.
     *
     * @throws ExpressionException if it is not
     */
    static void require(Expression expression) {
        if (expression instanceof Sequence && !expression.foldable()) {
            throw new ExpressionException(
                    "the bounds of 'sequence' come from a message, which could ask for any number;"
                            + " write constants");
        }
        for (Expression size : sizes(expression)) {
            boolean fits =
                    size.foldable() && (!(size.eval(null) instanceof Number number) || number.longValue() <= MOST);
            if (!fits) {
                throw new ExpressionException("the size that '" + expression.prettyName()
                        + "' is given must be a constant of " + MOST + " at most; a message could ask for any");
            }
        }
    }

    private static List<Expression> sizes(Expression expression) {
        if (expression instanceof StringSpace) {
            return Catalyst.list(expression.children());
        }
        boolean second = expression instanceof StringRepeat
                || expression instanceof StringLPad
                || expression instanceof StringRPad
                || expression instanceof ArrayRepeat;
        return second ? Catalyst.list(expression.children()).subList(1, 2) : List.of();
    }
}
