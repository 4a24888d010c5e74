package io.roundabout.gate;

import io.roundabout.outbox.Lane;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.OutputRequests;
import io.roundabout.outbox.Settlement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about messages of one lane: gathered until {@link #submit}, joined to runs, remembered until committed.
 * Confined to the gate's event loop.
 */
final class Settling {
    private final Lane lane;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Settlement, List<Runnable>> waiting = new HashMap<>();
    private int uncommitted;

    Settling(Lane lane) {
        this.lane = lane;
    }

    /** What is done to messages, and for people why. */
    record Verdict(Outcome outcome, String reason, String detail) {
        static final Verdict ACCEPTED = new Verdict(Outcome.ACCEPTED, "", "");
        static final Verdict FAILED = new Verdict(Outcome.FAILED, "", "");
        static final Verdict EXPIRED = new Verdict(Outcome.EXPIRED, "", "");

        static Verdict dead(String reason, String detail) {
            return new Verdict(Outcome.DEAD, reason, detail);
        }

        boolean removes() {
            return outcome != Outcome.FAILED;
        }
    }

    private record Step(
            long number, Verdict verdict, @Nullable Runnable whenCommitted) {}

    /** Settles one message with the next {@link #submit}. */
    void settle(long number, Verdict verdict, @Nullable Runnable whenCommitted) {
        steps.add(new Step(number, verdict, whenCommitted));
    }

    boolean isQuiet() {
        return steps.isEmpty() && uncommitted == 0;
    }

    boolean hasSteps() {
        return !steps.isEmpty();
    }

    /**
     * Hands what was gathered to the loop, in as few settlements as there are runs.
     *
     * @param head smallest number still held once all of it is done
     */
    void submit(long head, OutputRequests requests) {
        steps.sort(Comparator.comparingLong(Step::number));
        int from = 0;
        while (from < steps.size()) {
            int to = endOfRun(from);
            submitRun(steps.subList(from, to), Math.min(head, firstRemovedFrom(to)), requests);
            from = to;
        }
        steps.clear();
    }

    private int endOfRun(int from) {
        int to = from + 1;
        while (to < steps.size()
                && steps.get(to).number() == steps.get(to - 1).number() + 1
                && steps.get(to).verdict().equals(steps.get(from).verdict())) {
            to++;
        }
        return to;
    }

    // A head past what a later settlement removes would lose those messages if only the first were committed.
    private long firstRemovedFrom(int index) {
        for (int i = index; i < steps.size(); i++) {
            if (steps.get(i).verdict().removes()) {
                return steps.get(i).number();
            }
        }
        return Long.MAX_VALUE;
    }

    private void submitRun(List<Step> run, long head, OutputRequests requests) {
        Verdict verdict = run.get(0).verdict();
        Settlement settlement = new Settlement(
                lane,
                run.get(0).number(),
                run.get(run.size() - 1).number(),
                verdict.outcome(),
                verdict.reason(),
                verdict.detail(),
                head);
        for (Step step : run) {
            Runnable whenCommitted = step.whenCommitted();
            if (whenCommitted != null) {
                waiting.computeIfAbsent(settlement, s -> new ArrayList<>()).add(whenCommitted);
            }
        }
        uncommitted++;
        requests.settle(settlement);
    }

    /** Hears that a settlement is committed. */
    void onCommitted(Settlement settlement) {
        if (uncommitted == 0) {
            return;
        }
        uncommitted--;
        List<Runnable> actions = waiting.remove(settlement);
        if (actions != null) {
            actions.forEach(Runnable::run);
        }
    }
}
