package io.roundabout.join;

import io.roundabout.pipeline.JoinRule;
import java.util.Optional;

/** Finds the classes that joins name. Thread-safe. */
public interface RuleClasses {
    /** There are none. */
    RuleClasses NONE = new RuleClasses() {
        @Override
        public Optional<String> problem(String className) {
            return Optional.of("class '" + className
                    + "' cannot be looked for: no jars are named; name those that have it with --jars");
        }

        @Override
        public GroupJudge judge(JoinRule rule) {
            return (group, nowMillis, over) -> {
                throw new IllegalStateException("join '" + rule.name() + "' needs its class, and no jars are named");
            };
        }
    };

    /** They are somewhere else, and whoever has them looks for them: here each is taken as it is. */
    RuleClasses UNSEEN = new RuleClasses() {
        @Override
        public Optional<String> problem(String className) {
            return Optional.empty();
        }

        @Override
        public GroupJudge judge(JoinRule rule) {
            return NONE.judge(rule);
        }
    };

    /** Returns what is wrong with a class that a join names and, after a semicolon, what would be right; empty if it can be used. */
    Optional<String> problem(String className);

    /**
     * Returns what judges the groups of a join that names a class. One that has a {@linkplain #problem problem} fails when it is
     * first asked, and the hub stops: without its class nothing may become of a group.
     */
    GroupJudge judge(JoinRule rule);
}
