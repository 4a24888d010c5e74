package io.roundabout.join;

import io.roundabout.pipeline.Completion;
import java.util.function.Supplier;

/** When a group is complete. Thread-safe. */
sealed interface Completeness {
    /** Returns what {@code completed-by} says of results. Source: wire contract, section 2. */
    String word();

    /** Returns whether a group with these inputs is complete. */
    boolean isComplete(Group group);

    /**
     * Compiles a rule.
     *
     * @param inputs of the join
     * @param condition compiles the predicate, if there is one
     */
    static Completeness of(Completion rule, int inputs, Supplier<GroupCondition> condition) {
        if (rule instanceof Completion.All) {
            return new Counted(inputs, "all");
        } else if (rule instanceof Completion.Any) {
            return new Counted(1, "any");
        } else if (rule instanceof Completion.AtLeast atLeast) {
            return new Counted(atLeast.inputs(), "count");
        }
        return new Judged(condition.get());
    }

    /**
     * So many inputs have a message, one of them not {@code latest}.
     *
     * @param inputs at least 1
     */
    record Counted(int inputs, String word) implements Completeness {
        @Override
        public boolean isComplete(Group group) {
            return group.isStarted() && group.present() >= inputs;
        }
    }

    /** A predicate is true, and an input that is not {@code latest} has a message. */
    record Judged(GroupCondition condition) implements Completeness {
        @Override
        public String word() {
            return "when";
        }

        @Override
        public boolean isComplete(Group group) {
            return group.isStarted() && condition.holds(group.front());
        }
    }
}
