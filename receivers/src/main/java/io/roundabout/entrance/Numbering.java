package io.roundabout.entrance;

import java.util.ArrayList;
import java.util.List;

/**
 * Whose message stands at which position of a cut, and which number it has there: runs of messages that follow each other in
 * the cut and in their session. Confined to the event loop.
 */
final class Numbering {
    /** What a run takes, about, in bytes. */
    static final int RUN_BYTES = 32;

    private final List<Run> runs = new ArrayList<>();

    /** Takes one message. */
    @FunctionalInterface
    interface Visitor {
        /** Takes message {@code number} of {@code session}. */
        void message(Session session, long number);
    }

    /** Messages from a position on, up to the next run. */
    private record Run(int position, Session session, long number) {
        boolean continuesWith(Run next) {
            return session == next.session && next.number - number == next.position - position;
        }
    }

    /** Notes the next message and returns the bytes that this took. Positions go up. */
    int add(int position, Session session, long number) {
        Run next = new Run(position, session, number);
        if (!runs.isEmpty() && runs.get(runs.size() - 1).continuesWith(next)) {
            return 0;
        }
        runs.add(next);
        return RUN_BYTES;
    }

    /** Finds the message at a position that was noted. */
    void find(int position, Visitor visitor) {
        int from = 0;
        int until = runs.size();
        while (until - from > 1) {
            int middle = (from + until) >>> 1;
            if (runs.get(middle).position <= position) {
                from = middle;
            } else {
                until = middle;
            }
        }
        Run run = runs.get(from);
        visitor.message(run.session, run.number + position - run.position);
    }
}
