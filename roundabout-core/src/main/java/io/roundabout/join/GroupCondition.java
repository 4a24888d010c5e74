package io.roundabout.join;

/** Whether a group is complete, where {@code complete: {when: …}} says it. Thread-safe. */
@FunctionalInterface
public interface GroupCondition {
    /** Returns whether the condition is true; null is false, and so is what cannot be computed. */
    boolean holds(GroupView group);
}
