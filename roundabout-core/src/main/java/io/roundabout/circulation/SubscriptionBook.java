package io.roundabout.circulation;

import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.outbox.SubscriptionRequest;
import io.roundabout.outbox.SubscriptionRequest.Lasting;
import io.roundabout.outbox.SubscriptionRequest.Start;
import io.roundabout.outbox.SubscriptionRequest.Wish;
import io.roundabout.outbox.SubscriptionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who subscribed to what, as of the last committed turn. Confined to the loop's thread. */
final class SubscriptionBook {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionBook.class);

    private final SubscriptionLimits limits;
    private final Map<String, SubscriptionState> known = new TreeMap<>();
    private final Map<Integer, List<String>> behind = new HashMap<>();
    private final List<SubscriptionRequest> own = new ArrayList<>();
    private final List<TurnRequests.Asked> unanswered = new ArrayList<>();
    private int stores;

    SubscriptionBook(SubscriptionLimits limits) {
        this.limits = limits;
    }

    /** Returns a copy of what is known of each, by address. */
    Map<String, SubscriptionState> all() {
        return Map.copyOf(known);
    }

    /**
     * Learns what the state holds, at a start. Nobody is attached then: what lasted as long as a link ends, what is durable is
     * left from now on.
     */
    void open(List<TurnResult> results) {
        results.forEach(result -> known.putAll(result.outcome().subscriptions().known()));
        stores = results.size();
        if (results.stream().anyMatch(this::lacksOne)) {
            beginEverywhere();
        }
        known.forEach((address, state) -> {
            if (state.lasting() == Lasting.LINK) {
                own.add(SubscriptionRequest.end(address));
            } else if (state.leftMillis() == SubscriptionState.ATTACHED) {
                own.add(SubscriptionRequest.leave(address));
            }
        });
        note(results);
    }

    private boolean lacksOne(TurnResult result) {
        return !result.outcome().subscriptions().known().keySet().containsAll(known.keySet());
    }

    /**
     * Hears how many stores there are. Those of the first compute know of no subscription; each begins there before anything is
     * made in them.
     */
    void reach(int countOfStores) {
        if (countOfStores > stores) {
            stores = countOfStores;
            beginEverywhere();
        }
    }

    /** Where one is known already, it goes on. */
    private void beginEverywhere() {
        known.forEach((address, state) -> {
            own.add(new SubscriptionRequest(address, Wish.SUBSCRIBE, Start.NEW, state.lasting()));
            if (state.leftMillis() != SubscriptionState.ATTACHED) {
                own.add(SubscriptionRequest.leave(address));
            }
        });
    }

    /** Returns whether it has something to do without being asked. */
    boolean isDue() {
        return !own.isEmpty() || !behind.isEmpty();
    }

    /** Returns what the book wants done itself: ends who did not come for very long. */
    private List<SubscriptionRequest> takeOwn(long nowMillis, boolean ripe) {
        List<SubscriptionRequest> due = new ArrayList<>(own);
        own.clear();
        known.forEach((address, state) -> {
            if (ripe && idleMillis(state) <= nowMillis) {
                LOG.warn(
                        "nobody came for {} for {} days (subscription.idle): it ends, and what it held is gone",
                        address,
                        limits.idle().toDays());
                due.add(SubscriptionRequest.end(address));
            }
        });
        return due;
    }

    /** Returns when the first ends because nobody came, hub time, milliseconds since 1970; {@link Long#MAX_VALUE} if none will. */
    long nextIdleMillis() {
        return known.values().stream().mapToLong(this::idleMillis).min().orElse(Long.MAX_VALUE);
    }

    private long idleMillis(SubscriptionState state) {
        boolean away = state.lasting() == Lasting.DURABLE && state.leftMillis() != SubscriptionState.ATTACHED;
        return away ? state.leftMillis() + limits.idle().toMillis() + 1 : Long.MAX_VALUE;
    }

    /**
     * What a turn does about subscriptions.
     *
     * @param requests what is done, in order
     * @param refused what is not, and why
     */
    record Admitted(List<SubscriptionRequest> requests, Map<TurnRequests.Asked, String> refused) {
        static final Admitted NOTHING = new Admitted(List.of(), Map.of());

        /** Returns the addresses of subscriptions that end, begun again or not. */
        List<String> cleared() {
            return requests.stream()
                    .filter(request -> request.wish() == Wish.END)
                    .map(SubscriptionRequest::address)
                    .toList();
        }

        /** Returns the addresses of subscriptions that end. */
        Set<String> ended() {
            Set<String> ended = new LinkedHashSet<>();
            for (SubscriptionRequest request : requests) {
                if (request.wish() == Wish.END) {
                    ended.add(request.address());
                } else if (request.wish() == Wish.SUBSCRIBE) {
                    ended.remove(request.address());
                }
            }
            return ended;
        }
    }

    /**
     * Returns what of {@code asked} is done, after what the book wants itself.
     *
     * @param ripe whether time may end something
     */
    Admitted admit(List<TurnRequests.Asked> asked, long nowMillis, boolean ripe) {
        List<SubscriptionRequest> requests = takeOwn(nowMillis, ripe);
        Map<TurnRequests.Asked, String> refused = new HashMap<>();
        Map<String, SubscriptionState> then = new HashMap<>(known);
        requests.forEach(request -> apply(request, then, nowMillis));
        for (TurnRequests.Asked one : asked) {
            Optional<String> refusal = refusal(one.request(), then);
            if (refusal.isPresent()) {
                refused.put(one, refusal.get());
            } else {
                SubscriptionRequest request = done(one.request(), then);
                requests.add(request);
                apply(request, then, nowMillis);
            }
        }
        return new Admitted(requests, refused);
    }

    /** Returns whether {@code address} is a queue, or a subscription there is. */
    boolean has(String address) {
        return !SubscriptionAddress.isSubscription(address) || known.containsKey(address);
    }

    /** Returns why a request cannot be done; empty if it can. */
    private Optional<String> refusal(SubscriptionRequest request, Map<String, SubscriptionState> then) {
        String address = request.address();
        boolean there = then.containsKey(address);
        if (request.wish() != Wish.SUBSCRIBE) {
            return there ? Optional.empty() : Optional.of("there is no subscription '" + address + "'");
        }
        boolean full = !there && then.size() >= limits.most();
        return full
                ? Optional.of("there are " + limits.most() + " subscriptions (subscription.most); end one with"
                        + " `roundabout unsubscribe`")
                : Optional.empty();
    }

    /** Returns a request as it is done: who lasts as long as a link ends when it leaves. */
    private static SubscriptionRequest done(SubscriptionRequest request, Map<String, SubscriptionState> then) {
        SubscriptionState state = then.get(request.address());
        boolean ends = request.wish() == Wish.LEAVE && (state == null || state.lasting() == Lasting.LINK);
        return ends ? SubscriptionRequest.end(request.address()) : request;
    }

    /** Answers those who asked, once the turn is committed; who waits for the latest of each key, once it has them. */
    void answer(List<TurnRequests.Asked> asked, Admitted admitted) {
        unanswered.addAll(asked);
        unanswered.removeIf(one -> {
            boolean still = behind.values().stream()
                    .anyMatch(addresses -> addresses.contains(one.request().address()));
            if (!still) {
                one.answer().complete(Optional.ofNullable(admitted.refused().get(one)));
            }
            return !still;
        });
    }

    List<String> behind(int partition) {
        return behind.getOrDefault(partition, List.of());
    }

    /** Hears that a turn is committed. */
    void committed(List<SubscriptionRequest> asked, long nowMillis, List<TurnResult> results) {
        asked.forEach(request -> apply(request, known, nowMillis));
        note(results);
    }

    private static void apply(
            SubscriptionRequest request, Map<String, SubscriptionState> subscriptions, long nowMillis) {
        String address = request.address();
        switch (request.wish()) {
            case SUBSCRIBE ->
                subscriptions.compute(address, (name, before) -> SubscriptionState.attached(before, request.lasting()));
            case LEAVE -> subscriptions.computeIfPresent(address, (name, before) -> before.left(nowMillis));
            case END -> subscriptions.remove(address);
        }
    }

    private void note(List<TurnResult> results) {
        for (TurnResult result : results) {
            List<String> still = result.outcome().subscriptions().behind();
            if (still.isEmpty()) {
                behind.remove(result.partition());
            } else {
                behind.put(result.partition(), still);
            }
        }
    }
}
