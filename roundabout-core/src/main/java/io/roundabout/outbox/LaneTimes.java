package io.roundabout.outbox;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a turn says of the time that messages of a partition may wait.
 *
 * @param looks when a lane is to be looked at, by address: when its first message is due, or a time before that, hub time,
 *     milliseconds since 1970; {@link #NEVER} if nothing in it will be. Of a lane that is absent holds what was said before
 * @param past what is due in watched lanes
 */
public record LaneTimes(Map<String, Long> looks, List<PastDue> past) implements Serializable {
    /** Nothing is due, ever. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Something may be due already. */
    static final long NOW = 0;

    /** Says nothing. */
    public static final LaneTimes NOTHING = new LaneTimes(Map.of(), List.of());

    public LaneTimes {
        looks = new HashMap<>(looks);
        past = new ArrayList<>(past);
    }
}
