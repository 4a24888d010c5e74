/**
 * Leg 5 of the journey: any AMQP 1.0 client collects here. Before it: {@code io.roundabout.outbox}. After it: the
 * collecting vehicle.
 */
@NullMarked
package io.roundabout.gate;

import org.jspecify.annotations.NullMarked;
