package io.roundabout.outbox;

/**
 * A held message as it is stored.
 *
 * @param number its number in its lane
 * @param attempts failed deliveries so far
 * @param stored its bytes; read with {@link StoredMessage#read}
 */
public record HeldRow(long number, int attempts, byte[] stored) {}
