package io.roundabout.gate;

import java.time.Instant;
import java.util.List;

/**
 * Messages that somebody has until a lease runs out.
 *
 * @param lease id of the lease; empty where there are no messages, and no lease
 * @param expires when it runs out
 * @param messages in the order of their making
 */
public record Leased(String lease, Instant expires, List<LeasedMessage> messages) {
    public Leased {
        messages = List.copyOf(messages);
    }
}
