package io.roundabout.api;

import io.roundabout.api.StatusView.OutputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Where something is collected: its rules in short, and its counts. One of the JSON of {@code GET /api/v1/outputs}.
 *
 * @param address address it is collected at
 * @param kind {@code queue}, {@code topic}, {@code relay} to a broker, {@code mailbox} of a stream that nothing takes, {@code subscription} or
 *     {@code dead-letters}
 * @param maxDeliveries failed deliveries after which a message becomes a dead letter
 * @param ttlSeconds seconds after which a message that nobody took expires; null if it is held for ever
 * @param counts what came of its messages, as of the last commit
 */
public record OutputView(
        String address,
        String kind,
        int maxDeliveries,
        @Nullable Double ttlSeconds,
        OutputStatus counts) {}
