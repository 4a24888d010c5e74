package io.roundabout.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Option;

/**
 * Resolves parsed expressions: names against a scope, types by what is declared, and by what an expression needs where
 * nothing is. Thread-safe.
 */
final class Resolver {
    private final Catalyst catalyst;

    Resolver(Catalyst catalyst) {
        this.catalyst = catalyst;
    }

    /**
     * Resolves what is to be computed, and what is to be passed on as it was sent.
     *
     * @param parsed expressions to compute, by the name of the result
     * @param plain names of fields to pass on
     * @throws ExpressionException if something cannot be resolved, or may not be used
     */
    Resolved resolve(Scope scope, Map<String, Expression> parsed, List<List<String>> plain) {
        return resolve(scope, parsed, plain, Verdict::require);
    }

    /**
     * As {@link #resolve(Scope, Map, List)}, for aggregates over many rows.
     *
     * @throws ExpressionException if something cannot be resolved, or may not be used
     */
    Resolved resolveTotals(Scope scope, Map<String, Expression> parsed, List<List<String>> plain) {
        return resolve(scope, parsed, plain, Verdict::requireTotals);
    }

    private Resolved resolve(
            Scope scope, Map<String, Expression> parsed, List<List<String>> plain, Consumer<LogicalPlan> requirement) {
        Guesses guesses = new Guesses();
        boolean guessing = true;
        while (guessing) {
            // Once a number, always one: so this ends.
            LogicalPlan plan = analyze(new Binder(scope, guesses, false), parsed);
            guessing = guesses.needNumbers(NeededNumbers.in(Catalyst.list(plan.expressions())));
        }
        Binder binder = new Binder(scope, guesses, true);
        LogicalPlan plan = analyze(binder, parsed);
        List<String> guessed = Guesses.in(Catalyst.list(plan.expressions()));
        check(plan, guessed, requirement);
        plain.forEach(binder::json);
        List<NamedExpression> computed = new ArrayList<>();
        for (Expression expression : Catalyst.list(catalyst.finish(plan).expressions())) {
            computed.add((NamedExpression) expression);
        }
        return new Resolved(List.copyOf(computed), binder.columns(), guessed);
    }

    private LogicalPlan analyze(Binder binder, Map<String, Expression> parsed) {
        parsed.values().forEach(binder::prepare);
        List<Alias> bound = new ArrayList<>();
        parsed.forEach((name, expression) -> bound.add(named(name, binder.bind(expression))));
        return Catalyst.attempt(
                () -> catalyst.analyze(
                        bound, binder.columns().stream().map(Column::attribute).toList()),
                failure -> Verdict.of(failure, Guesses.in(bound)));
    }

    private void check(LogicalPlan plan, List<String> guessed, Consumer<LogicalPlan> requirement) {
        requirement.accept(plan);
        Catalyst.attempt(() -> catalyst.checked(plan), failure -> Verdict.of(failure, guessed));
    }

    private static Alias named(String name, Expression expression) {
        return new Alias(
                expression,
                name,
                NamedExpression.newExprId(),
                Catalyst.seq(List.of()),
                Option.empty(),
                Catalyst.seq(List.of()));
    }
}
