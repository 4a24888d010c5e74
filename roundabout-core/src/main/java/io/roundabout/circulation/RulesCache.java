package io.roundabout.circulation;

import io.roundabout.join.Expressions;
import io.roundabout.join.Rules;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineText;
import org.jspecify.annotations.Nullable;

/** The rules in force, compiled once a JVM and version. Thread-safe. */
final class RulesCache {
    private final Expressions expressions;
    private @Nullable RulesText text;
    private Rules rules = Rules.compile(Pipeline.NONE);

    /** @param expressions compiles the SQL in the rules */
    RulesCache(Expressions expressions) {
        this.expressions = expressions;
    }

    synchronized Rules rules(RulesText wanted) {
        if (!wanted.equals(text)) {
            rules = Rules.compile(PipelineText.read(wanted.pipeline()), expressions);
            text = wanted;
        }
        return rules;
    }
}
