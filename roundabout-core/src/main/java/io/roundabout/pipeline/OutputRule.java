package io.roundabout.pipeline;

/**
 * A declared output: a queue.
 *
 * @param name name of the output
 * @param maxDeliveries failed attempts after which a message becomes a dead letter, at least 1
 */
public record OutputRule(String name, int maxDeliveries) {
    /** Failed attempts allowed where nothing is declared. Source: wire contract, section 2. */
    public static final int DEFAULT_MAX_DELIVERIES = 20;
}
