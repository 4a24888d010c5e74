package io.roundabout.outbox;

import java.io.Serializable;

/**
 * A wish to read held messages.
 *
 * @param lane the lane
 * @param from smallest number wanted
 * @param until smallest number no longer wanted
 * @param maxBytes bytes at which the page may end; it holds at least one message if there is one
 */
public record PageRequest(Lane lane, long from, long until, int maxBytes) implements Serializable {}
