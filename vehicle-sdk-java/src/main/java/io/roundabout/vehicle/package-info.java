/**
 * What a vehicle needs to leave messages at a hub and to collect results. Before it: the author's own program. After it: the
 * hub's entrance (TCP) on the way in, its gate (AMQP 1.0) on the way out. Start at {@link Vehicle}.
 */
@NullMarked
package io.roundabout.vehicle;

import org.jspecify.annotations.NullMarked;
