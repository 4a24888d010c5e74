package io.roundabout.expression;

import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.NumericEvalContext;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import scala.Enumeration;
import scala.runtime.AbstractPartialFunction;

/** Makes whole numbers null where they would overflow: Spark would let them wrap around. Stateless. */
final class Exactly extends AbstractPartialFunction<Expression, Expression> {
    private static final Enumeration.Value TRY = EvalMode$.MODULE$.TRY();
    private static final Enumeration.Value LEGACY = EvalMode$.MODULE$.LEGACY();

    @Override
    public boolean isDefinedAt(Expression expression) {
        return expression.dataType() instanceof IntegralType && (isArithmetic(expression) || narrows(expression));
    }

    private static boolean isArithmetic(Expression expression) {
        boolean overflows =
                expression instanceof Add || expression instanceof Subtract || expression instanceof Multiply;
        return overflows && ((BinaryArithmetic) expression).evalMode().equals(LEGACY);
    }

    private static boolean narrows(Expression expression) {
        return expression instanceof Cast cast
                && cast.evalMode().equals(LEGACY)
                && cast.child().dataType() instanceof NumericType;
    }

    @Override
    public Expression apply(Expression expression) {
        if (expression instanceof Add sum) {
            return new Add(sum.left(), sum.right(), context(sum));
        }
        if (expression instanceof Subtract difference) {
            return new Subtract(difference.left(), difference.right(), context(difference));
        }
        if (expression instanceof Multiply product) {
            return new Multiply(product.left(), product.right(), context(product));
        }
        Cast cast = (Cast) expression;
        return new Cast(cast.child(), cast.dataType(), cast.timeZoneId(), TRY);
    }

    private static NumericEvalContext context(BinaryArithmetic arithmetic) {
        return new NumericEvalContext(TRY, arithmetic.evalContext().allowDecimalPrecisionLoss());
    }
}
