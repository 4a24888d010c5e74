package io.roundabout.api;

import java.util.Map;
import java.util.TreeMap;

/**
 * How it stands with a lease: the JSON of {@code POST /api/v1/leases/ID/settle} and {@code DELETE /api/v1/leases/ID}.
 *
 * @param lease its id
 * @param settled messages that are settled, by outcome; outcomes of none are left out
 * @param left messages it still has
 */
public record LeaseView(String lease, Map<String, Integer> settled, int left) {
    public LeaseView {
        settled = new TreeMap<>(settled);
    }
}
