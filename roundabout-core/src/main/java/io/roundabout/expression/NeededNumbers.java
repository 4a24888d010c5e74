package io.roundabout.expression;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.ArrayAggregate;
import org.apache.spark.sql.catalyst.expressions.ArrayFilter;
import org.apache.spark.sql.catalyst.expressions.ArrayMax;
import org.apache.spark.sql.catalyst.expressions.ArrayMin;
import org.apache.spark.sql.catalyst.expressions.ArraySort;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionDef;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionId;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionRef;
import org.apache.spark.sql.catalyst.expressions.ElementAt;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.Greatest;
import org.apache.spark.sql.catalyst.expressions.HigherOrderFunction;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.Slice;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/**
 * Finds which fields of no declared type an expression needs as numbers: those whose text Spark turned into a number of its
 * own accord, and those for whose sake it turned a number into text. Confined to one thread.
 */
final class NeededNumbers {
    private final Set<String> marks = new LinkedHashSet<>();
    private final Map<ExprId, Expression> lists = new HashMap<>();
    private final Map<CommonExpressionId, Expression> common = new HashMap<>();

    /** Returns the marks of such fields in expressions that were resolved with them as text. */
    static Set<String> in(List<? extends Expression> resolved) {
        NeededNumbers needed = new NeededNumbers();
        resolved.forEach(needed::note);
        resolved.forEach(needed::look);
        return needed.marks;
    }

    /** An element that a lambda names comes from the list before it; what is used twice is defined beside. */
    private void note(Expression expression) {
        if (expression instanceof HigherOrderFunction function) {
            Expression list = function.arguments().head();
            for (Expression body : Catalyst.list(function.functions())) {
                if (body instanceof LambdaFunction lambda) {
                    List<NamedExpression> names = Catalyst.list(lambda.arguments());
                    boolean folds = function instanceof ArrayAggregate && names.size() > 1;
                    lists.put(names.get(folds ? 1 : 0).exprId(), list);
                }
            }
        }
        if (expression instanceof CommonExpressionDef definition) {
            common.put(definition.id(), definition.child());
        }
        Catalyst.list(expression.children()).forEach(this::note);
    }

    private void look(Expression expression) {
        if (isOwnCast(expression)
                && expression.dataType() instanceof NumericType
                && ((Cast) expression).child().dataType() instanceof StringType) {
            need(((Cast) expression).child());
        }
        List<Expression> alike = alike(expression);
        if (alike.stream().anyMatch(NeededNumbers::isNumberAsText)) {
            alike.forEach(this::need);
        }
        if (expression instanceof RuntimeReplaceable replaceable) {
            look(replaceable.replacement());
        }
        Catalyst.list(expression.children()).forEach(this::look);
    }

    private static boolean isOwnCast(Expression expression) {
        return expression instanceof Cast cast
                && cast.resolved()
                && cast.getTagValue(Cast.USER_SPECIFIED_CAST()).isEmpty();
    }

    private static boolean isNumberAsText(Expression expression) {
        return isOwnCast(expression)
                && expression.dataType() instanceof StringType
                && ((Cast) expression).child().dataType() instanceof NumericType;
    }

    /** Returns the operands that are to have one type, so that a number among them says what the others are. */
    private static List<Expression> alike(Expression expression) {
        if (expression instanceof In in) {
            return Catalyst.list(in.children());
        }
        return merges(expression) ? sources(expression) : List.of();
    }

    private static boolean merges(Expression expression) {
        return expression instanceof Coalesce
                || expression instanceof If
                || expression instanceof CaseWhen
                || expression instanceof Greatest
                || expression instanceof Least;
    }

    private void need(Expression expression) {
        List<String> mark = Guesses.markOf(expression);
        if (!mark.isEmpty()) {
            marks.addAll(mark);
        } else if (expression instanceof NamedLambdaVariable variable && lists.containsKey(variable.exprId())) {
            need(lists.get(variable.exprId()));
        } else if (expression instanceof CommonExpressionRef reference && common.containsKey(reference.id())) {
            need(common.get(reference.id()));
        } else {
            sources(expression).forEach(this::need);
        }
    }

    /** Returns the operands of which one is the value of the expression, or of an element of it. */
    private static List<Expression> sources(Expression expression) {
        List<Expression> children = Catalyst.list(expression.children());
        if (isOwnCast(expression)) {
            return children;
        }
        if (expression instanceof If) {
            return children.subList(1, children.size());
        }
        if (expression instanceof CaseWhen choice) {
            return IntStream.range(0, children.size())
                    .filter(i -> i % 2 == 1 || (choice.elseValue().isDefined() && i == children.size() - 1))
                    .mapToObj(children::get)
                    .toList();
        }
        if (merges(expression)) {
            return children;
        }
        boolean passes = expression instanceof ArrayMax
                || expression instanceof ArrayMin
                || expression instanceof ElementAt
                || expression instanceof GetArrayItem
                || expression instanceof ArrayFilter
                || expression instanceof ArraySort
                || expression instanceof Slice;
        return passes ? children.subList(0, 1) : List.of();
    }
}
