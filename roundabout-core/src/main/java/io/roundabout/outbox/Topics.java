package io.roundabout.outbox;

import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a partition and who subscribed to them, during one turn. A message of a topic is stored once; it stays while
 * the topic retains it or a subscription holds it. Confined to the turn.
 */
final class Topics {
    /** Messages looked at in a turn for a subscription that begins, and removed from a topic. Bounds the turn. */
    private static final int STEP = 10_000;

    private final HeldPartition partition;
    private final Turn turn;
    private final OutputPolicy policy;
    private final Function<String, LaneRows> lanes;
    private final Function<String, Integer> appetite;
    private final Map<String, SubscriptionRows> open = new LinkedHashMap<>();
    private final Map<String, List<SubscriptionRows>> followers = new HashMap<>();
    private final Map<String, NewestRows> newest = new HashMap<>();
    private final List<Integer> ended = new ArrayList<>();
    private final Set<String> left = new HashSet<>();

    /**
     * Opens them for a turn.
     *
     * @param policy says how long topics retain what they made
     * @param lanes finds the lane that has the messages of a topic
     * @param appetite bytes of fresh messages to hand over, by address
     */
    Topics(
            HeldPartition partition,
            Turn turn,
            OutputPolicy policy,
            Function<String, LaneRows> lanes,
            Function<String, Integer> appetite) {
        this.partition = partition;
        this.turn = turn;
        this.policy = policy;
        this.lanes = lanes;
        this.appetite = appetite;
    }

    /** Returns the subscriptions that the turn looked at. */
    Collection<SubscriptionRows> opened() {
        return open.values();
    }

    /** Returns a subscription; empty if there is none. */
    Optional<SubscriptionRows> at(String address) {
        SubscriptionRows known = open.get(address);
        if (known != null) {
            return Optional.of(known);
        }
        int number = partition.names().number(address);
        return SubscriptionState.read(partition.rows().get(RowKey.subscription(number)))
                .map(facts -> keep(address, facts));
    }

    private SubscriptionRows keep(String address, SubscriptionState facts) {
        Lane lane = new Lane(address, turn.partition());
        int topic = partition.names().number(SubscriptionAddress.topicOf(address));
        SubscriptionRows rows = new SubscriptionRows(partition, lane, facts, topic, appetite.apply(address));
        open.put(address, rows);
        return rows;
    }

    private List<SubscriptionRows> followersOf(String topic) {
        return followers.computeIfAbsent(
                topic,
                name -> partition.names().under(name).stream()
                        .map(this::at)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private NewestRows newestOf(String topic) {
        return newest.computeIfAbsent(
                topic,
                name -> new NewestRows(partition.rows(), partition.names().number(name)));
    }

    /** Does what was asked, before anything is made. */
    void take(SubscriptionRequest request) {
        String address = request.address();
        Optional<SubscriptionRows> known = at(address);
        switch (request.wish()) {
            case SUBSCRIBE -> known.ifPresentOrElse(rows -> rows.attach(request.lasting()), () -> begin(request));
            case LEAVE -> known.ifPresent(rows -> rows.leave(turn.nowMillis()));
            case END ->
                known.ifPresent(rows -> {
                    rows.end();
                    open.remove(address);
                    ended.add(partition.names().number(address));
                    left.add(SubscriptionAddress.topicOf(address));
                });
        }
    }

    private void begin(SubscriptionRequest request) {
        String topic = SubscriptionAddress.topicOf(request.address());
        SubscriptionState fresh =
                new SubscriptionState(request.lasting(), SubscriptionState.ATTACHED, SubscriptionState.LOOKED_THROUGH);
        keep(request.address(), fresh)
                .begin(
                        request.start(),
                        request.lasting(),
                        retainedFrom(topic),
                        lanes.apply(topic).next());
        goOn(request.address());
    }

    /** Returns the first message that a topic still retains; older ones may be there because somebody holds them. */
    private long retainedFrom(String topic) {
        LaneRows lane = lanes.apply(topic);
        long from = lane.head();
        long until = lane.next();
        while (from < until) {
            long middle = from + (until - from) / 2;
            StoredMessage message = message(topic, middle);
            if (message == null || isOver(topic, message)) {
                from = middle + 1;
            } else {
                until = middle;
            }
        }
        return from;
    }

    private @Nullable StoredMessage message(String topic, long number) {
        byte[] stored = partition.rows().get(RowKey.message(partition.names().number(topic), number));
        return stored == null ? null : StoredMessage.read(stored);
    }

    private boolean isPast(String topic, StoredMessage message) {
        return turn.nowMillis() - message.createdMillis()
                >= policy.termsOf(topic).retainMillis();
    }

    /** Returns whether it is too late to begin with a message: it would expire at once. */
    private boolean isOver(String topic, StoredMessage message) {
        return isPast(topic, message)
                || turn.nowMillis() - message.createdMillis()
                        >= policy.termsOf(topic).ttlMillis();
    }

    /** Returns the topics that a subscription left. */
    Set<String> left() {
        return left;
    }

    List<String> behind() {
        return open.values().stream()
                .filter(rows -> rows.facts().isBehind())
                .map(rows -> rows.lane().address())
                .toList();
    }

    /** Hears that a topic made a message. */
    void made(String topic, long number, StoredMessage message, byte[] stored) {
        newestOf(topic).note(message.key(), number);
        followersOf(topic).forEach(rows -> rows.follow(number, stored));
    }

    /** Goes on with a subscription that begins with the latest of each key. */
    void goOn(String address) {
        at(address).filter(rows -> rows.facts().isBehind()).ifPresent(rows -> {
            String topic = SubscriptionAddress.topicOf(address);
            rows.lookThrough(STEP, newestOf(topic), lanes.apply(topic).next());
        });
    }

    /**
     * Removes what a topic need not keep any more: it is past the time it is retained, and every subscription is past it.
     *
     * @return when to look again, unless something is made or settled here before, see {@link LaneTimes}
     */
    long trim(String topic) {
        LaneRows lane = lanes.apply(topic);
        long end = Math.min(lane.next(), lane.head() + STEP);
        long number = lane.head();
        long needed = -1;
        long again = end == lane.next() ? LaneTimes.NEVER : LaneTimes.NOW;
        while (number < end) {
            StoredMessage message = message(topic, number);
            if (message != null && !isPast(topic, message)) {
                again = message.createdMillis() + policy.termsOf(topic).retainMillis();
                break;
            }
            needed = needed < 0 ? neededFrom(topic, lane.next()) : needed;
            if (number >= needed) {
                again = LaneTimes.NEVER;
                break;
            }
            if (message != null) {
                newestOf(topic).forget(message.key(), number);
                lane.remove(number, number, Counter.DISCARDED, OpenLane.Taker.NOBODY);
            }
            number++;
        }
        if (number > lane.head()) {
            lane.advanceHead(number);
        }
        return again;
    }

    private long neededFrom(String topic, long next) {
        return followersOf(topic).stream()
                .mapToLong(SubscriptionRows::head)
                .min()
                .orElse(next);
    }

    /** Forgets in the ledger what ended. */
    void forgetEnded(LedgerRow before) {
        ended.forEach(number -> before.forget(LedgerLine.of(number)));
    }

    /** Returns whether a subscription ended. */
    boolean hasEnded() {
        return !ended.isEmpty();
    }
}
