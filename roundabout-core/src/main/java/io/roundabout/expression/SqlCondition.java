package io.roundabout.expression;

import io.roundabout.join.GroupCondition;
import io.roundabout.join.GroupView;

/** A predicate over groups. Thread-safe. */
final class SqlCondition implements GroupCondition {
    private final GroupReader reader;
    private final Evaluations evaluations;

    SqlCondition(GroupReader reader, Evaluations evaluations) {
        this.reader = reader;
        this.evaluations = evaluations;
    }

    @Override
    public boolean holds(GroupView group) {
        Evaluation evaluation = evaluations.take();
        reader.read(group, evaluation.clear());
        boolean holds = SqlFilter.isTrue(evaluation.compute());
        evaluations.give(evaluation);
        return holds;
    }
}
