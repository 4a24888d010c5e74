package io.roundabout.circulation;

import io.roundabout.outbox.SubscriptionRequest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a turn is to do about subscriptions, the same in each partition.
 *
 * @param asked what was asked, in order
 * @param behind addresses of those of the partition that still look through what there was when they began
 */
record SubscriptionWork(List<SubscriptionRequest> asked, List<String> behind) implements Serializable {
    static final SubscriptionWork NONE = new SubscriptionWork(List.of(), List.of());

    SubscriptionWork {
        asked = new ArrayList<>(asked);
        behind = new ArrayList<>(behind);
    }

    boolean isEmpty() {
        return asked.isEmpty() && behind.isEmpty();
    }
}
