package io.roundabout.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages with a lease: the JSON of {@code POST /api/v1/outputs/ADDRESS/take}.
 *
 * @param lease id of the lease, with which they are settled; null where there are no messages, and no lease
 * @param expires when it runs out, ISO 8601 in UTC, or null; what is not settled then is given to others
 * @param messages whole, in the order of their making
 */
public record TakenView(@Nullable String lease, @Nullable String expires, List<MessageView> messages) {
    public TakenView {
        messages = List.copyOf(messages);
    }
}
