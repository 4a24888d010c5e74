package io.roundabout.outbox;

import io.roundabout.outbox.OutputTerms.OnExpiry;
import io.roundabout.state.Counter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Finds what waited longer than its ttl, and says when to look again. The messages of a lane were made in the order of their
 * numbers and have one ttl, so what is due stands in front. Confined to the turn.
 */
final class LaneExpiry {
    /** Messages that a turn finds due in a partition, so that no mass of them holds up all others. Source: decision 0011. */
    private static final int MOST = 10_000;

    private final OutputPolicy policy;
    private final long nowMillis;
    private final Map<String, Long> looks = new HashMap<>();
    private final List<PastDue> past = new ArrayList<>();
    private int left = MOST;

    LaneExpiry(OutputPolicy policy, long nowMillis) {
        this.policy = policy;
        this.nowMillis = nowMillis;
    }

    private OutputTerms termsOf(OpenLane lane) {
        return policy.termsOf(SubscriptionAddress.topicOf(lane.lane().address()));
    }

    /** Returns whether messages of a lane expire; those of a topic itself are retained, whatever their ttl. */
    private boolean expires(OpenLane lane) {
        OutputTerms terms = termsOf(lane);
        String address = lane.lane().address();
        return terms.expires() && (!terms.isTopic() || SubscriptionAddress.isSubscription(address));
    }

    /** Lets go what is due in a lane that nobody watches. */
    void letGo(OpenLane lane, OpenLane.Taker dead) {
        if (expires(lane)) {
            OutputTerms terms = termsOf(lane);
            boolean drops = terms.onExpiry() == OnExpiry.DROP;
            Counter way = wayOf(terms);
            OpenLane.Taker taker = drops ? OpenLane.Taker.NOBODY : dead;
            long below = look(lane, lane.head(), number -> lane.remove(number, number, way, taker));
            lane.advanceHead(below);
        }
    }

    /** Says what is due in a lane that is watched. */
    void tell(OpenLane lane, long from) {
        if (expires(lane)) {
            long below = look(lane, Math.max(from, lane.head()), number -> {});
            if (below > lane.head()) {
                past.add(new PastDue(lane.lane(), below));
            }
        }
    }

    /** Returns how what expires is counted. */
    static Counter wayOf(OutputTerms terms) {
        return terms.onExpiry() == OnExpiry.DROP ? Counter.DISCARDED : Counter.EXPIRED;
    }

    /** Returns the number below which all is due; {@code due} hears of each that is held, in order. */
    private long look(OpenLane lane, long from, LongConsumer due) {
        long ttl = termsOf(lane).ttlMillis();
        OpenLane.Standing next = lane.firstFrom(from);
        while (next != null && left > 0) {
            long dueMillis = next.createdMillis() + ttl;
            if (dueMillis > nowMillis) {
                looks.put(lane.lane().address(), dueMillis);
                return next.number();
            }
            due.accept(next.number());
            left--;
            next = lane.firstFrom(next.number() + 1);
        }
        // What comes later is made later.
        looks.put(lane.lane().address(), next == null ? nowMillis + ttl : LaneTimes.NOW);
        return next == null ? lane.next() : next.number();
    }

    /** Hears when an address is to be looked at again. */
    void lookAt(String address, long millis) {
        looks.put(address, millis);
    }

    /** Hears of a lane at the end of the turn. */
    void note(OpenLane lane) {
        String address = lane.lane().address();
        boolean looked = looks.containsKey(address);
        if (!expires(lane) || !(looked || lane.isTouched())) {
            return;
        }
        if (lane.isEmpty()) {
            looks.put(address, LaneTimes.NEVER);
        } else if (!looked && lane.first() != OpenLane.First.BEFORE) {
            boolean made = lane.first() == OpenLane.First.NOW;
            looks.put(address, made ? nowMillis + termsOf(lane).ttlMillis() : LaneTimes.NOW);
        }
    }

    /** Hears of a lane of which nothing is known. */
    void open(OpenLane lane) {
        boolean ages = expires(lane) || termsOf(lane).isTopic();
        looks.put(lane.lane().address(), ages && !lane.isEmpty() ? LaneTimes.NOW : LaneTimes.NEVER);
    }

    LaneTimes times() {
        return new LaneTimes(looks, past);
    }
}
