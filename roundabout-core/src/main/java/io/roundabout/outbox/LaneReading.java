package io.roundabout.outbox;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link LaneLookUp} saw.
 *
 * @param held messages that the lane holds
 * @param next number that the next message of the lane will get
 * @param reached number to go on from: everything wanted below it was seen
 * @param lookedAt messages that were looked at
 * @param matching those of them that were wanted
 * @param messages as many of these as there was room for, in order of number
 * @param reasons how many of the wanted there are, by the reason of a dead letter
 */
public record LaneReading(
        long held,
        long next,
        long reached,
        long lookedAt,
        long matching,
        List<SeenMessage> messages,
        Map<String, Long> reasons)
        implements Serializable {
    /** The reading of an address that never held anything. */
    static final LaneReading NONE = new LaneReading(0, 0, 0, 0, 0, List.of(), Map.of());

    public LaneReading {
        messages = new ArrayList<>(messages);
        reasons = new TreeMap<>(reasons);
    }
}
