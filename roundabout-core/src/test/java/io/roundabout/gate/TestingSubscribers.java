package io.roundabout.gate;

import io.roundabout.outbox.SubscriptionRequest;
import io.roundabout.outbox.SubscriptionRequest.Lasting;
import io.roundabout.outbox.SubscriptionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a {@link TestingLoop} knows of topics and subscriptions: who asked what. Thread-safe but for the loop's own calls. */
public final class TestingSubscribers {
    private final List<SubscriptionRequest> asked = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Optional<String>>> answers = new ArrayList<>();
    private final Map<String, SubscriptionState> known = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile Set<String> topics = Set.of();
    private volatile Optional<String> refusal = Optional.empty();
    private volatile boolean silent;

    /** Makes addresses topics. */
    public void topics(String... addresses) {
        topics = Set.of(addresses);
    }

    /** Says that there is a subscription. */
    public void know(String address) {
        known.put(address, SubscriptionState.attached(null, Lasting.DURABLE));
    }

    /** Refuses whatever is asked. */
    public void refuse(String text) {
        refusal = Optional.of(text);
    }

    /** Answers nobody, or those again who ask from then on and who waited. */
    public void silent(boolean now) {
        silent = now;
    }

    /** Ends a subscription with the next turn, as somebody else may. */
    public void end(String address) {
        ended.add(address);
    }

    /** Returns what was asked, in order. */
    public List<SubscriptionRequest> asked() {
        return asked;
    }

    boolean isTopic(String address) {
        return topics.contains(address);
    }

    Map<String, SubscriptionState> known() {
        return known;
    }

    void take(SubscriptionRequest request, CompletableFuture<Optional<String>> answer) {
        asked.add(request);
        answers.add(answer);
    }

    Set<String> takeEnded() {
        Set<String> now = Set.copyOf(ended);
        ended.clear();
        return now;
    }

    void answer() {
        if (silent) {
            return;
        }
        List<CompletableFuture<Optional<String>>> now = List.copyOf(answers);
        answers.clear();
        now.forEach(answer -> answer.complete(refusal));
    }
}
