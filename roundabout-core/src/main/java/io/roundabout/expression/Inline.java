package io.roundabout.expression;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionDef;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionId;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionRef;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.With;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts the definition of a common expression, such as the middle of {@code BETWEEN}, where it is referred to: Spark would
 * make a projection of its own for it. Stateless.
 */
final class Inline extends AbstractPartialFunction<Expression, Expression> {
    @Override
    public boolean isDefinedAt(Expression expression) {
        return expression instanceof With;
    }

    @Override
    public Expression apply(Expression expression) {
        With with = (With) expression;
        Map<CommonExpressionId, Expression> definitions = Catalyst.list(with.defs()).stream()
                .collect(Collectors.toMap(CommonExpressionDef::id, CommonExpressionDef::child));
        return with(with.child(), definitions);
    }

    private static Expression with(Expression expression, Map<CommonExpressionId, Expression> definitions) {
        if (expression instanceof CommonExpressionRef reference && definitions.containsKey(reference.id())) {
            return definitions.get(reference.id());
        }
        return Catalyst.mapChildren(expression, child -> with(child, definitions));
    }
}
