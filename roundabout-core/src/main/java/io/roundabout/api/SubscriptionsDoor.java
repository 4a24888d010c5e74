package io.roundabout.api;

import java.util.concurrent.CompletionStage;

/** The way to end subscriptions whose clients do not. Thread-safe. */
public interface SubscriptionsDoor {
    /**
     * Ends a subscription with all it holds; a link that has it is detached.
     *
     * @param topic name of the output
     * @param name name of the link, or {@code CONTAINER/LINK} where several clients have links of that name
     * @throws io.roundabout.RoundaboutException {@code NOT_FOUND} or {@code AMBIGUOUS}, here or in the answer; nothing has
     *     changed then
     */
    CompletionStage<EndedView> end(String topic, String name);
}
