package io.roundabout.join;

import org.jspecify.annotations.Nullable;

/**
 * Judges the groups of a join: by its rule, or by the class it names. What a class answered is kept until the group's end is made of
 * it, so that it is asked once. Confined to the turn.
 */
final class Judging {
    /**
     * Bytes of the messages of {@code all} inputs that a group may have when it is judged, or made a result: they are in memory
     * together then. No message that is pushed can be longer. Source: largest {@code entrance.max-put}.
     */
    static final long MOST_BYTES = 64L << 20;

    private static final Judgement WAITING = new Judgement.Waiting();

    private final CompiledJoin join;
    private final @Nullable GroupJudge judge;
    private final long nowMillis;
    private Judgement last = WAITING;

    /** @param nowMillis hub time of the turn, milliseconds since 1970 */
    Judging(CompiledJoin join, long nowMillis) {
        this.join = join;
        this.judge = join.judge();
        this.nowMillis = nowMillis;
    }

    /** Returns whether the group ends as it is: with a result or, where its class failed, without. */
    boolean isComplete(Group group) {
        if (judge == null) {
            return join.completeness().isComplete(group);
        }
        last = group.isStarted() ? judge.judge(group.front(), nowMillis, false) : WAITING;
        return !(last instanceof Judgement.Waiting);
    }

    /** Judges, where there is a class, what stands in front of a group at its deadline. */
    void judgeAtDeadline(Group group) {
        last = judge == null ? WAITING : judge.judge(group.front(), nowMillis, true);
    }

    /** Returns how the class failed that was asked last; null if it did not, or there is none. */
    @Nullable
    String failure() {
        return last instanceof Judgement.Failed failed ? failed.detail() : null;
    }

    /** Returns whether the class that was asked last makes nothing of the group. */
    boolean isWaiting() {
        return judge != null && last instanceof Judgement.Waiting;
    }

    /** Returns the body of the result of what was judged last. */
    byte[] body(Front front) {
        return last instanceof Judgement.Complete complete
                ? complete.body()
                : join.body().body(front);
    }
}
