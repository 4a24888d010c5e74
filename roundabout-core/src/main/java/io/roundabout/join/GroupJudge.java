package io.roundabout.join;

/** Judges the groups of a join, where it names a {@code class}. Thread-safe. */
@FunctionalInterface
public interface GroupJudge {
    /**
     * Judges what stands in front of a group. Whatever the class does is in the answer, never thrown.
     *
     * @param nowMillis hub time, milliseconds since 1970
     * @param over whether this is the deadline of the group
     */
    Judgement judge(GroupView group, long nowMillis, boolean over);
}
