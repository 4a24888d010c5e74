package io.roundabout.outbox;

import java.util.List;

/**
 * What a committed turn means for those who collect. Turns are reported in order, each once.
 *
 * @param epoch the turn
 * @param lanes watched lanes that the turn touched; all lanes of an output that was watched anew
 * @param pages answers to page requests
 * @param settled settlements that are committed now
 */
public record TurnReport(long epoch, List<LaneReport> lanes, List<Page> pages, List<Settlement> settled) {
    public TurnReport {
        lanes = List.copyOf(lanes);
        pages = List.copyOf(pages);
        settled = List.copyOf(settled);
    }
}
