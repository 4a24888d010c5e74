/**
 * Leg 5 of the journey: any AMQP 1.0 client collects here. Before it: {@code io.roundabout.outbox}. After it: the
 * collecting vehicle.
 *
 * <p>A client may push here too: an {@code IncomingLink} puts its messages together and hands them to the entrance by its
 * {@link io.roundabout.entrance.SideDoor}, where leg 1 begins; it settles each when it is decided.
 */
@NullMarked
package io.roundabout.gate;

import org.jspecify.annotations.NullMarked;
