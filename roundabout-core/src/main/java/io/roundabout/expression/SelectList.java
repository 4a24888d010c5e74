package io.roundabout.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * A parsed select list. Immutable.
 *
 * @param items what is selected, by name, in order
 */
record SelectList(Map<String, Expression> items) {
    private static final String SELECT = "SELECT ";

    /**
     * Parses a list.
     *
     * @throws ExpressionException if it is none, or a column has no name, or two have the same
     */
    static SelectList parse(Catalyst catalyst, String sql) {
        LogicalPlan plan = Catalyst.attempt(
                () -> catalyst.parsePlan(SELECT + sql), failure -> Verdict.ofSyntax(failure, SELECT.length()));
        if (!(plan instanceof Project project && project.child() instanceof OneRowRelation)) {
            throw new ExpressionException(
                    "a select list ends with its last column; leave out FROM, WHERE and the like");
        }
        Map<String, Expression> items = new LinkedHashMap<>();
        for (Expression item : Catalyst.list(project.expressions())) {
            String name = name(item);
            if (items.put(name, value(item)) != null) {
                throw new ExpressionException(
                        "two columns are named '" + name + "'; give one of them another name with AS");
            }
        }
        return new SelectList(items);
    }

    private static Expression value(Expression item) {
        if (item instanceof Alias alias) {
            return alias.child();
        }
        return item instanceof UnresolvedAlias unnamed ? unnamed.child() : item;
    }

    private static String name(Expression item) {
        if (item instanceof Alias alias) {
            return alias.name();
        }
        Verdict.requireNoStar(item);
        List<String> name = Names.of(value(item));
        if (name.isEmpty()) {
            throw new ExpressionException("'" + value(item).sql() + "' has no name; give it one with AS");
        }
        return name.get(name.size() - 1);
    }

    /** Returns the names of the columns, in order. */
    List<String> names() {
        return new ArrayList<>(items.keySet());
    }
}
