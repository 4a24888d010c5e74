package io.roundabout.expression;

import io.roundabout.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import scala.jdk.javaapi.CollectionConverters;

/** Says in our words what Spark finds wrong with expressions, and what we do. Pure functions. */
final class Verdict {
    private static final Pattern CLASS = Pattern.compile("^\\s*\\[[A-Z0-9_.]+]\\s*");
    private static final Pattern STATE = Pattern.compile("\\s*SQLSTATE: \\w+[\\s\\S]*$");

    private Verdict() {}

    /**
     * Requires that a resolved plan computes its columns from one row, and always the same.
     *
     * @throws ExpressionException saying what it needs besides
     */
    static void require(LogicalPlan plan) {
        if (plan instanceof Aggregate) {
            throw new ExpressionException(
                    "an aggregate needs many messages, and there is one group here; use a compute, or for a list functions"
                            + " such as aggregate(), array_max() and size()");
        }
        if (hasGenerator(plan)) {
            throw new ExpressionException(
                    "explode() and its like make rows, and one value is needed here; use a compute");
        }
        if (!(plan instanceof Project project && project.child() instanceof LocalRelation)) {
            throw new ExpressionException("only functions of one row can be used here; leave out windows and the like");
        }
        Catalyst.list(plan.expressions()).forEach(Verdict::require);
    }

    /**
     * Requires that a resolved plan adds up many rows, and nothing else.
     *
     * @throws ExpressionException saying what it needs besides
     */
    static void requireTotals(LogicalPlan plan) {
        if (hasGenerator(plan)) {
            throw new ExpressionException("explode() and its like make rows; say it under 'explode'");
        }
        if (!(plan instanceof Aggregate totals && totals.child() instanceof LocalRelation)) {
            throw new ExpressionException(
                    "there is no aggregate in it, or more than that; write a list such as count(*) AS n");
        }
        Catalyst.list(plan.expressions()).forEach(Verdict::requireTotals);
    }

    /** The order of rows is that of arrival, so that first and last are what they say. */
    private static void requireTotals(Expression expression) {
        if (expression instanceof AttributeReference column) {
            throw new ExpressionException("'" + column.name()
                    + "' is of one message, and a result of many; put it into an aggregate, such as max() or last()");
        }
        if (expression instanceof AggregateFunction) {
            Catalyst.list(expression.children()).forEach(Verdict::require);
        } else {
            Catalyst.list(expression.children()).forEach(Verdict::requireTotals);
        }
    }

    private static boolean hasGenerator(LogicalPlan plan) {
        return plan instanceof Generate
                || Catalyst.list(plan.children()).stream().anyMatch(Verdict::hasGenerator);
    }

    /** Looks at operands first: the innermost that is at fault is named. */
    private static void require(Expression expression) {
        Catalyst.list(expression.children()).forEach(Verdict::require);
        BoundedSize.require(expression);
        if (expression instanceof CallMethodViaReflection) {
            throw new ExpressionException(
                    "'" + expression.prettyName() + "' calls any Java method; it cannot be used here");
        }
        if (expression.containsPattern(TreePattern.CURRENT_LIKE())) {
            throw new ExpressionException("'" + expression.sql()
                    + "' depends on when it is asked; a result must be the same whenever it is made: leave it out");
        }
        if (expression.resolved() && !expression.deterministic()) {
            throw new ExpressionException(
                    "'" + expression.sql()
                            + "' may give another value each time; a result must be the same whenever it is made: leave it out");
        }
    }

    /**
     * Requires that what is left after rewriting can be computed.
     *
     * @throws ExpressionException if it cannot
     */
    static void requireEvaluable(Expression expression) {
        if (expression instanceof Unevaluable) {
            throw new ExpressionException("'" + expression.sql() + "' cannot be computed here; write it another way");
        }
        Catalyst.list(expression.children()).forEach(Verdict::requireEvaluable);
    }

    /**
     * Returns what Spark found wrong.
     *
     * @param guesses types that may be why
     */
    static ExpressionException of(Exception failure, List<String> guesses) {
        if (failure instanceof ExpressionException known) {
            return known;
        }
        if (!(failure instanceof AnalysisException analysis)) {
            return new ExpressionException(cleaned(String.valueOf(failure.getMessage())) + "; write it another way");
        }
        String what = cleaned(analysis.message());
        if (guesses.isEmpty()) {
            return new ExpressionException(what + "; correct the types");
        }
        return new ExpressionException(
                what + "; " + String.join(", ", guesses) + ": declare what it is under 'fields', or cast it");
    }

    /**
     * Returns where Spark could not read on.
     *
     * @param before characters that were put before the text
     */
    static ExpressionException ofSyntax(Exception failure, int before) {
        if (!(failure instanceof ParseException syntax)) {
            return of(failure, List.of());
        }
        String near = parameter(syntax, "error");
        String what = String.valueOf(syntax.getCondition()).equals("PARSE_SYNTAX_ERROR")
                ? "syntax error at " + (near.equals("end of input") ? "its end" : near)
                : cleaned(syntax.message());
        return new ExpressionException(what + place(syntax, before) + "; write it as Spark SQL");
    }

    private static String place(ParseException syntax, int before) {
        Optional<Integer> line =
                scala.jdk.javaapi.OptionConverters.toJava(syntax.start().line()).map(Integer.class::cast);
        Optional<Integer> position = scala.jdk.javaapi.OptionConverters.toJava(
                        syntax.start().startPosition())
                .map(Integer.class::cast);
        if (line.isEmpty() || position.isEmpty()) {
            return "";
        }
        return line.get() == 1
                ? ", character " + Math.max(1, position.get() + 1 - before)
                : ", line " + line.get() + " of it, character " + (position.get() + 1);
    }

    /** Requires that a parsed expression is not every field there is: which these are, nobody knows. */
    static void requireNoStar(Expression parsed) {
        if (parsed instanceof Star) {
            throw new ExpressionException(
                    "'*' cannot be resolved; name the fields, or take the whole message by the name of its input");
        }
    }

    /**
     * Requires that Spark has a function.
     *
     * @param name its name, in any case
     * @throws ExpressionException if there is none
     */
    static void requireFunction(String name) {
        List<String> known = CollectionConverters.asJava(
                        FunctionRegistry$.MODULE$.builtin().listFunction())
                .stream()
                .map(function -> function.funcName())
                .toList();
        if (known.contains(name.toLowerCase(Locale.ROOT))) {
            return;
        }
        String right = Words.nearest(name, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("use the functions of Spark SQL");
        throw new ExpressionException("no function named '" + name + "'; " + right);
    }

    private static String parameter(AnalysisException failure, String name) {
        return String.valueOf(
                CollectionConverters.asJava(failure.messageParameters()).getOrDefault(name, ""));
    }

    private static String cleaned(String message) {
        return STATE.matcher(CLASS.matcher(message).replaceFirst(""))
                .replaceFirst("")
                .strip()
                .replaceFirst("\\.$", "");
    }
}
