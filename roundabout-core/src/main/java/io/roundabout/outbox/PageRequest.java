package io.roundabout.outbox;

import java.io.Serializable;

/**
 * A wish to read held messages.
 *
 * @param reader who asks: of two who ask for the same at different times each must take its own answer
 * @param lane the lane
 * @param from smallest number wanted
 * @param until smallest number no longer wanted
 * @param maxBytes bytes the page may have; if not even the first message fits, it has none and says how many that takes
 */
public record PageRequest(long reader, Lane lane, long from, long until, int maxBytes) implements Serializable {}
