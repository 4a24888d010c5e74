package io.roundabout.gate;

import java.util.EnumMap;
import java.util.Map;

/**
 * How it stands with a lease.
 *
 * @param lease its id
 * @param settled messages that are settled, by what was done; what is 0 is left out
 * @param left messages it still has
 */
public record LeaseReport(String lease, Map<Disposal, Integer> settled, int left) {
    public LeaseReport {
        settled = settled.isEmpty() ? Map.of() : new EnumMap<>(settled);
    }
}
