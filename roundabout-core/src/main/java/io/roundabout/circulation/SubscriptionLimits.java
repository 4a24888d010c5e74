package io.roundabout.circulation;

import java.time.Duration;

/**
 * Bounds for subscriptions.
 *
 * @param most subscriptions at the same time, of all topics together, {@code subscription.most}
 * @param idle time after which a durable one that nobody came for ends, {@code subscription.idle}
 */
public record SubscriptionLimits(int most, Duration idle) {
    /** A thousand, thirty days. Source of the second: wire contract, section 2. */
    public static final SubscriptionLimits DEFAULT = new SubscriptionLimits(1_000, Duration.ofDays(30));
}
