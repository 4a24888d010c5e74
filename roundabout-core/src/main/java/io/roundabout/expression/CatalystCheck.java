package io.roundabout.expression;

import io.roundabout.pipeline.Expression;
import io.roundabout.pipeline.ExpressionCheck;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out whether the SQL of a pipeline can be compiled, by compiling it. Thread-safe. */
public final class CatalystCheck implements ExpressionCheck {
    private final Compiler compiler = new Compiler();

    @Override
    public Findings check(Pipeline pipeline, Expression expression) {
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
                yield said(predicate);
            }
            case JOIN_WHEN -> {
                JoinRule join = declared(pipeline.joins().get(expression.owner()));
                Resolved predicate = compiler.predicate(expression.sql(), compiler.scope(join, pipeline));
                compiler.evaluations(predicate);
                yield said(predicate);
            }
            case JOIN_SELECT -> {
                JoinRule join = declared(pipeline.joins().get(expression.owner()));
                Scope scope = compiler.scope(join, pipeline);
                ResolvedList list = compiler.selection(expression.sql(), scope);
                compiler.selection(list, scope);
                yield said(list.resolved());
            }
            case COMPUTE_EXPLODE, COMPUTE_AGGREGATE -> List.of();
        };
    }

    private static <T> T declared(@Nullable T rule) {
        if (rule == null) {
            throw new IllegalArgumentException("an expression of something that is not declared");
        }
        return rule;
    }

    private static List<String> said(Resolved resolved) {
        return resolved.guesses().stream()
                .map(guess -> guess + "; declare what it is under 'fields'")
                .toList();
    }
}
