package io.roundabout.outbox;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a turn says of the subscriptions of a partition.
 *
 * @param known all there are, by address, in an opening turn; else none
 * @param behind addresses of those that still look through what there was when they began
 */
public record Subscribed(Map<String, SubscriptionState> known, List<String> behind) implements Serializable {
    /** Says nothing. */
    public static final Subscribed NOTHING = new Subscribed(Map.of(), List.of());

    public Subscribed {
        known = new HashMap<>(known);
        behind = new ArrayList<>(behind);
    }
}
