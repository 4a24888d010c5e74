package io.roundabout.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExtractValue;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.UnresolvedNamedLambdaVariable;
import org.apache.spark.sql.types.StringType;

/** Dotted names in a parsed expression, where {@code a['b']} is {@code a.b}. Pure functions. */
final class Names {
    private Names() {}

    /** Returns the parts of the name that {@code expression} is, or none if it is something else. */
    static List<String> of(Expression expression) {
        if (expression instanceof UnresolvedAttribute name) {
            return Catalyst.list(name.nameParts());
        }
        List<String> inner = extracted(expression);
        if (inner.isEmpty()) {
            return List.of();
        }
        List<String> outer = of(((UnresolvedExtractValue) expression).child());
        return outer.isEmpty() ? List.of() : join(outer, inner);
    }

    /** Adds what is taken out of values that have no name: elements of lists, and what a lambda calls them. */
    static void addInner(Expression expression, Set<List<String>> found) {
        if (!of(expression).isEmpty()) {
            return;
        }
        List<String> path = inner(expression);
        if (!path.isEmpty()) {
            found.add(path);
        }
        Catalyst.list(expression.children()).forEach(child -> addInner(child, found));
    }

    private static List<String> inner(Expression expression) {
        if (expression instanceof UnresolvedNamedLambdaVariable variable) {
            List<String> parts = Catalyst.list(variable.nameParts());
            return parts.subList(1, parts.size());
        }
        List<String> last = extracted(expression);
        return last.isEmpty() ? last : join(inner(((UnresolvedExtractValue) expression).child()), last);
    }

    private static List<String> extracted(Expression expression) {
        return expression instanceof UnresolvedExtractValue value
                        && value.extraction() instanceof Literal literal
                        && literal.dataType() instanceof StringType
                ? List.of(literal.value().toString())
                : List.of();
    }

    private static List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
