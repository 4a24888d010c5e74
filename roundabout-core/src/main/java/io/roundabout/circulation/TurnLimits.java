package io.roundabout.circulation;

import java.time.Duration;

/**
 * What bounds turns.
 *
 * @param expiryGrace how long after a start nothing expires, {@code expiry.grace}
 * @param subscriptions bounds for subscriptions
 */
record TurnLimits(Duration expiryGrace, SubscriptionLimits subscriptions) {}
