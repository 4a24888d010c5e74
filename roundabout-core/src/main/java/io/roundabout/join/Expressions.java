package io.roundabout.join;

import io.roundabout.compute.Aggregation;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;

/**
 * Compiles the SQL of a pipeline, and finds the classes it names. A pipeline is checked before it is in force, so what cannot be compiled here is a bug, or
 * was accepted by another version. Thread-safe.
 */
public interface Expressions {
    /** Compiles nothing: for pipelines without SQL. */
    Expressions NONE = new Expressions() {
        @Override
        public MessageFilter filter(StreamRule rule) {
            throw refusal("stream", rule.name());
        }

        @Override
        public GroupCondition condition(JoinRule rule, Pipeline pipeline) {
            throw refusal("join", rule.name());
        }

        @Override
        public Selection selection(JoinRule rule, Pipeline pipeline) {
            throw refusal("join", rule.name());
        }

        private IllegalArgumentException refusal(String kind, String name) {
            return new IllegalArgumentException(
                    kind + " '" + name + "' has an SQL expression, and there is nothing here that compiles it");
        }
    };

    /**
     * Compiles the {@code where} of a stream.
     *
     * @throws IllegalArgumentException if it cannot be compiled
     */
    MessageFilter filter(StreamRule rule);

    /**
     * Compiles the {@code when} of a join.
     *
     * @param pipeline declares the types of its inputs
     * @throws IllegalArgumentException if it cannot be compiled
     */
    GroupCondition condition(JoinRule rule, Pipeline pipeline);

    /** Returns what judges the groups of a join that names a {@code class}. */
    default GroupJudge judge(JoinRule rule) {
        return RuleClasses.NONE.judge(rule);
    }

    /**
     * Compiles the {@code select} of a join.
     *
     * @param pipeline declares the types of its inputs
     * @throws IllegalArgumentException if it cannot be compiled
     */
    Selection selection(JoinRule rule, Pipeline pipeline);

    /**
     * Compiles the {@code explode}, {@code key}, {@code time} and {@code aggregate} of a compute.
     *
     * @param pipeline declares the types of what it takes
     * @throws IllegalArgumentException if one cannot be compiled
     */
    default Aggregation aggregation(ComputeRule rule, Pipeline pipeline) {
        throw new IllegalArgumentException("compute '" + rule.name() + "': there is nothing here that compiles it");
    }
}
