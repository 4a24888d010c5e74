package io.roundabout.join;

import io.roundabout.state.DeadlineQueue.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets what is held too long go, in the order in which it is due. Confined to the turn. */
final class Expiry {
    private final List<Waiting> open = new ArrayList<>();

    private record Waiting(JoinTurn join, int input) {
        InputDeadlines deadlines() {
            return join.deadlines(input);
        }
    }

    Expiry(List<JoinTurn> joins) {
        for (JoinTurn join : joins) {
            for (int input = 0; input < join.inputs(); input++) {
                open.add(new Waiting(join, input));
            }
        }
    }

    /** Returns when the first message is due, or a time before that, milliseconds since 1970; {@link TimeRule#NEVER} if none. */
    long nextDueMillis() {
        Waiting next = next();
        return next == null ? TimeRule.NEVER : next.deadlines().dueMillis();
    }

    /**
     * Lets go what is due.
     *
     * @param nowMillis hub time, milliseconds since 1970
     * @param most groups and messages let go; what is beyond is left to a later turn
     */
    void run(long nowMillis, int most) {
        int left = most;
        Waiting next = next();
        while (next != null && left > 0 && next.deadlines().dueMillis() <= nowMillis) {
            long assumed = next.deadlines().dueMillis();
            Entry due = next.deadlines().firstDue(nowMillis);
            boolean later = due == null && next.deadlines().dueMillis() == assumed;
            // Another input may be due before it, now that it is known when the first message came.
            if (due != null && next.deadlines().dueMillis() == assumed) {
                later = !next.join().expire(next.input(), due);
                left--;
            }
            if (later) {
                open.remove(next);
            }
            next = next();
        }
    }

    private @Nullable Waiting next() {
        Waiting next = null;
        long earliest = TimeRule.NEVER;
        for (Waiting waiting : open) {
            long due = waiting.deadlines().dueMillis();
            if (due < earliest) {
                next = waiting;
                earliest = due;
            }
        }
        return next;
    }
}
