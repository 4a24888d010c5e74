package io.roundabout.outbox;

import java.io.Serializable;

/**
 * Says that messages of a watched lane are past their ttl: they go, but for those that a receiver has.
 *
 * @param lane the lane
 * @param below everything below this number is due
 */
public record PastDue(Lane lane, long below) implements Serializable {}
