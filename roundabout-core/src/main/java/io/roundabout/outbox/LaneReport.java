package io.roundabout.outbox;

import java.io.Serializable;

/**
 * A watched lane as a turn left it.
 *
 * @param lane the lane
 * @param head no message below this number is held
 * @param next number the next message will get; every held message is below it
 * @param fresh messages the turn made, as far as there was appetite: those from {@code freshFrom} on without a gap
 * @param freshFrom number of the first fresh message; {@code next} if there are none
 */
public record LaneReport(Lane lane, long head, long next, HeldRows fresh, long freshFrom) implements Serializable {}
