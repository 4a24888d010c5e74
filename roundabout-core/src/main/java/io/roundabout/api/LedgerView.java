package io.roundabout.api;

import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that is counted, in messages, as of the last commit: the JSON of {@code GET /api/v1/ledger}.
 *
 * @param epoch number of the last turn that was committed
 * @param counts by name of a stream, input of a join ({@code JOIN/STREAM}) or address, and by counter; counts of nothing are
 *     left out
 */
public record LedgerView(long epoch, Map<String, Map<String, Long>> counts) {
    public LedgerView {
        counts = new TreeMap<>(counts);
    }
}
