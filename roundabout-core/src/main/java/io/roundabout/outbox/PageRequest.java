package io.roundabout.outbox;

import java.io.Serializable;

/**
 * A wish to read held messages.
 *
 * @param lane the lane
 * @param from smallest number wanted
 * @param until smallest number no longer wanted
 * @param maxBytes bytes the page may have; if not even the first message fits, it has none and says how many that takes
 */
public record PageRequest(Lane lane, long from, long until, int maxBytes) implements Serializable {}
