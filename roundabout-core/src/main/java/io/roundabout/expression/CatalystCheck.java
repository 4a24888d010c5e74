package io.roundabout.expression;

import io.roundabout.join.RuleClasses;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.Expression;
import io.roundabout.pipeline.ExpressionCheck;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out whether the SQL of a pipeline can be compiled, by compiling it, and whether its classes are there. Thread-safe. */
public final class CatalystCheck implements ExpressionCheck {
    private final RuleClasses classes;
    private final Compiler compiler = new Compiler();
    private final AggregationCompiler aggregations = new AggregationCompiler(compiler);

    /** For pipelines without classes: each is a problem. */
    public CatalystCheck() {
        this(RuleClasses.NONE);
    }

    /** @param classes finds the classes that joins name */
    public CatalystCheck(RuleClasses classes) {
        this.classes = classes;
    }

    @Override
    public Findings check(Pipeline pipeline, Expression expression) {
        if (expression.role() == Expression.Role.JOIN_CLASS) {
            return new Findings(classes.problem(expression.sql()).stream().toList(), List.of());
        }
        try {
            return new Findings(List.of(), compiled(pipeline, expression));
        } catch (ExpressionException e) {
            return new Findings(List.of(e.getMessage()), List.of());
        }
    }

    /** Returns the guesses that it rests on. */
    private List<String> compiled(Pipeline pipeline, Expression expression) {
        return switch (expression.role()) {
            case FIELD_TYPE -> {
                StreamShape.type(expression.sql(), compiler.catalyst(), "a field has");
                yield List.of();
            }
            case STREAM_WHERE -> {
                StreamRule stream = declared(pipeline.streams().get(expression.owner()));
                Resolved predicate = compiler.predicate(expression.sql(), compiler.scope(stream));
                compiler.evaluations(predicate);
                yield said(predicate.guesses());
            }
            case JOIN_WHEN -> {
                JoinRule join = declared(pipeline.joins().get(expression.owner()));
                Resolved predicate = compiler.predicate(expression.sql(), compiler.scope(join, pipeline));
                compiler.evaluations(predicate);
                yield said(predicate.guesses());
            }
            case JOIN_SELECT -> {
                JoinRule join = declared(pipeline.joins().get(expression.owner()));
                Scope scope = compiler.scope(join, pipeline);
                ResolvedList list = compiler.selection(expression.sql(), scope);
                compiler.selection(list, scope);
                yield said(list.resolved().guesses());
            }
            case JOIN_CLASS -> List.of();
            // Its explode, key and aggregates belong together: they are looked at with the aggregates.
            case COMPUTE_EXPLODE -> List.of();
            case COMPUTE_AGGREGATE -> {
                ComputeRule compute = declared(pipeline.computes().get(expression.owner()));
                yield said(aggregations.guesses(compute, pipeline));
            }
        };
    }

    private static <T> T declared(@Nullable T rule) {
        if (rule == null) {
            throw new IllegalArgumentException("an expression of something that is not declared");
        }
        return rule;
    }

    private static List<String> said(List<String> guesses) {
        return guesses.stream()
                .map(guess -> guess + "; declare what it is under 'fields'")
                .toList();
    }
}
