package io.roundabout.expression;

import io.roundabout.compute.Aggregation;
import io.roundabout.join.Expressions;
import io.roundabout.join.GroupCondition;
import io.roundabout.join.GroupJudge;
import io.roundabout.join.MessageFilter;
import io.roundabout.join.RuleClasses;
import io.roundabout.join.Selection;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import java.util.function.Supplier;

/** Compiles the SQL of a pipeline with Spark's Catalyst; no Spark session is needed. Thread-safe. */
public final class CatalystExpressions implements Expressions {
    private final RuleClasses classes;
    private final Compiler compiler = new Compiler();
    private final AggregationCompiler aggregations = new AggregationCompiler(compiler);

    /** For pipelines without classes. */
    public CatalystExpressions() {
        this(RuleClasses.NONE);
    }

    /** @param classes finds the classes that joins name */
    public CatalystExpressions(RuleClasses classes) {
        this.classes = classes;
    }

    @Override
    public GroupJudge judge(JoinRule rule) {
        return classes.judge(rule);
    }

    @Override
    public MessageFilter filter(StreamRule rule) {
        return compiled("'where' of stream '" + rule.name() + "'", () -> {
            Resolved resolved = compiler.predicate(rule.intake().where().orElseThrow(), compiler.scope(rule));
            return new SqlFilter(new MessageReader(compiler.json()), resolved, compiler.evaluations(resolved));
        });
    }

    @Override
    public GroupCondition condition(JoinRule rule, Pipeline pipeline) {
        return compiled("'when' of join '" + rule.name() + "'", () -> {
            Scope scope = compiler.scope(rule, pipeline);
            if (!(rule.ending().completion() instanceof Completion.When when)) {
                throw new ExpressionException("there is none");
            }
            Resolved resolved = compiler.predicate(when.sql(), scope);
            return new SqlCondition(
                    new GroupReader(compiler.json(), scope, resolved.columns()), compiler.evaluations(resolved));
        });
    }

    @Override
    public Selection selection(JoinRule rule, Pipeline pipeline) {
        return compiled("'select' of join '" + rule.name() + "'", () -> {
            Scope scope = compiler.scope(rule, pipeline);
            ResolvedList list = compiler.selection(rule.result().select().orElseThrow(), scope);
            return compiler.selection(list, scope);
        });
    }

    @Override
    public Aggregation aggregation(ComputeRule rule, Pipeline pipeline) {
        return compiled("compute '" + rule.name() + "'", () -> aggregations.compile(rule, pipeline));
    }

    private static <T> T compiled(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
        }
    }
}
