package io.roundabout.circulation;

import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.SubscriptionAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long the oldest message waits at each address, as turns told of the lanes they touched. Noted by the loop's thread;
 * read by any. Subscriptions of topics are left out: what one holds is the topic's.
 */
final class WaitingAges {
    private final Map<Lane, Long> oldest = new ConcurrentHashMap<>();

    void note(LaneReport lane) {
        if (lane.oldestMillis() == LaneReport.NONE_HELD) {
            oldest.remove(lane.lane());
        } else if (lane.oldestMillis() != LaneReport.OLDEST_AS_BEFORE
                && !SubscriptionAddress.isSubscription(lane.lane().address())) {
            oldest.put(lane.lane(), lane.oldestMillis());
        }
    }

    /** Returns when the oldest message was made that waits at each address, hub time, milliseconds since 1970. */
    Map<String, Long> oldestMillis() {
        Map<String, Long> addresses = new HashMap<>();
        oldest.forEach((lane, millis) -> addresses.merge(lane.address(), millis, Math::min));
        return addresses;
    }
}
