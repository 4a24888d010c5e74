package io.roundabout.pipeline;

import io.roundabout.outbox.BrokerAddress;
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
 * @param relay where its messages go on to; empty: they are collected here. One that has it is a queue
 */
public record OutputRule(
        String name,
        Deliver deliver,
        int maxDeliveries,
        Keeping keeping,
        Optional<String> from,
        Optional<BrokerAddress> relay) {
    /** Failed attempts allowed where nothing is declared. Source: wire contract, section 2. */
    public static final int DEFAULT_MAX_DELIVERIES = 20;

    /** An output whose messages are collected here. */
    public OutputRule(String name, Deliver deliver, int maxDeliveries, Keeping keeping, Optional<String> from) {
        this(name, deliver, maxDeliveries, keeping, from, Optional.empty());
    }

    /** A queue that keeps messages for ever. */
    public OutputRule(String name, int maxDeliveries) {
        this(name, Deliver.QUEUE, maxDeliveries, Keeping.DEFAULT, Optional.empty());
    }
}
