package io.roundabout.outbox;

/**
 * Where and when messages are made.
 *
 * @param epoch number of the turn, at least 1
 * @param partition the state partition, from 0
 * @param nowMillis hub time, milliseconds since 1970
 */
public record Turn(long epoch, int partition, long nowMillis) {}
