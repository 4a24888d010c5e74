package io.roundabout.circulation;

import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.PastDue;
import io.roundabout.outbox.TurnReport;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What the gate hears of a turn. Pure functions. */
final class TurnNews {
    private TurnNews() {}

    /**
     * Returns what a committed turn means for the gate.
     *
     * @param epoch the last committed turn
     * @param lanes where every lane stands
     */
    static TurnReport report(long epoch, TurnPlan plan, List<TurnResult> results, LaneBook lanes) {
        TurnRequests.Work work = plan.work();
        List<LaneReport> touched = new ArrayList<>();
        List<Page> pages = new ArrayList<>();
        List<PastDue> past = new ArrayList<>();
        for (TurnResult result : results) {
            result.outcome().lanes().stream()
                    .filter(lane -> work.watched().contains(lane.lane().address()))
                    .filter(lane -> !work.newlyWatched().contains(lane.lane().address()))
                    .forEach(touched::add);
            pages.addAll(result.outcome().pages());
            past.addAll(result.outcome().dues().lanes().past());
        }
        for (String address : new TreeSet<>(work.newlyWatched())) {
            touched.addAll(lanes.of(address));
        }
        return new TurnReport(
                epoch, touched, pages, work.settlements(), plan.asked().ended(), past, arrivedMicros(plan));
    }

    private static long arrivedMicros(TurnPlan plan) {
        return plan.cuts().stream()
                .mapToLong(cut -> cut.manifest().arrivedMicros())
                .filter(micros -> micros > 0)
                .min()
                .orElse(0);
    }
}
