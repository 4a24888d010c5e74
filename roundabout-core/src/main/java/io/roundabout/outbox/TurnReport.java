package io.roundabout.outbox;

import java.util.List;
import java.util.Set;

/**
 * What a committed turn means for those who collect. Turns are reported in order, each once.
 *
 * @param epoch the turn
 * @param lanes watched lanes that the turn touched; all lanes of an output that was watched anew
 * @param pages answers to page requests
 * @param settled settlements that are committed now
 * @param ended addresses of subscriptions that ended
 * @param past what waited longer than its ttl in watched lanes
 * @param arrivedMicros when the first of the messages came that it took, by the wall, microseconds since 1970; 0 if it took none
 */
public record TurnReport(
        long epoch,
        List<LaneReport> lanes,
        List<Page> pages,
        List<Settlement> settled,
        Set<String> ended,
        List<PastDue> past,
        long arrivedMicros) {
    /** A turn in which no subscription ended. */
    public TurnReport(long epoch, List<LaneReport> lanes, List<Page> pages, List<Settlement> settled) {
        this(epoch, lanes, pages, settled, Set.of());
    }

    /** A turn that found nothing due. */
    public TurnReport(
            long epoch, List<LaneReport> lanes, List<Page> pages, List<Settlement> settled, Set<String> ended) {
        this(epoch, lanes, pages, settled, ended, List.of(), 0);
    }

    public TurnReport {
        lanes = List.copyOf(lanes);
        pages = List.copyOf(pages);
        settled = List.copyOf(settled);
        ended = Set.copyOf(ended);
        past = List.copyOf(past);
    }
}
