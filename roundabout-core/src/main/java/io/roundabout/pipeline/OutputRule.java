package io.roundabout.pipeline;

import java.util.Optional;

/**
 * A declared output.
 *
 * @param name name of the output
 * @param deliver how it hands messages out
 * @param maxDeliveries failed attempts after which a message becomes a dead letter, at least 1
 * @param keeping how long it keeps them
 * @param from stream, join or compute of whose messages or results it gets a copy of its own; empty: a join names it as its
 *     output, or a compute has its name
 */
public record OutputRule(String name, Deliver deliver, int maxDeliveries, Keeping keeping, Optional<String> from) {
    /** Failed attempts allowed where nothing is declared. Source: wire contract, section 2. */
    public static final int DEFAULT_MAX_DELIVERIES = 20;

    /** A queue that keeps messages for ever. */
    public OutputRule(String name, int maxDeliveries) {
        this(name, Deliver.QUEUE, maxDeliveries, Keeping.DEFAULT, Optional.empty());
    }
}
