package io.roundabout.outbox;

import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every message of one state partition that waits to be collected, during one turn. What is appended or settled is in the
 * state at once; {@link #flush} writes the head rows of the lanes. Confined to the thread of the turn.
 */
public final class Outbox {
    /** Application property of a message that was sent back from the dead letters: how often. */
    public static final String REDRIVEN = "redriven";

    /** Application properties that only a dead letter has. */
    public static final Set<String> DEAD_LETTER_PROPERTIES =
            Set.of("reason", "detail", "origin", "subscription", "vehicle", "truncated");

    private static final String DEAD_LETTERS = "dead/";
    private static final String REJECTED = "rejected";
    private static final String EXPIRED = "expired";
    private static final int DETAIL_LIMIT = 1_024;

    private final HeldPartition partition;
    private final Names names;
    private final Turn turn;
    private final Map<String, Integer> appetite;
    private final OutputPolicy policy;
    private final Topics topics;
    private final LaneExpiry expiry;
    private final Map<String, LaneRows> lanes = new LinkedHashMap<>();

    /**
     * Opens the outbox for a turn.
     *
     * @param partition where its rows are
     * @param turn where and when
     * @param appetite bytes of fresh messages to hand over, by address; none for an address that is absent
     */
    public Outbox(HeldPartition partition, Turn turn, Map<String, Integer> appetite) {
        this(partition, turn, appetite, OutputPolicy.NONE);
    }

    /** Opens the outbox for a turn, with rules for its addresses. */
    public Outbox(HeldPartition partition, Turn turn, Map<String, Integer> appetite, OutputPolicy policy) {
        this.partition = partition;
        this.names = partition.names();
        this.turn = turn;
        this.appetite = appetite;
        this.policy = policy;
        expiry = new LaneExpiry(policy, turn.nowMillis());
        topics = new Topics(partition, turn, policy, this::queue, this::appetite);
    }

    private int appetite(String address) {
        return appetite.getOrDefault(address, 0);
    }

    /** Returns where and when its messages are made. */
    public Turn turn() {
        return turn;
    }

    /** Tells whether an address holds dead letters. */
    public static boolean isDeadLetters(String address) {
        return address.startsWith(DEAD_LETTERS);
    }

    /** Returns the address of the dead letters of a stream, join or output. */
    public static String deadLettersOf(String name) {
        return DEAD_LETTERS + name;
    }

    /** Returns how often a message was sent back from the dead letters. */
    public static int redriven(StoredMessage message) {
        return Integer.parseInt(message.properties().getOrDefault(REDRIVEN, "0"));
    }

    /**
     * Adds a message at the end of the lane of {@code address}, and a copy to each output that takes one from there.
     *
     * @return its number in the lane
     */
    public long append(String address, StoredMessage message) {
        OutputTerms terms = policy.termsOf(address);
        long number = put(address, terms, message);
        if (!terms.copies().isEmpty()) {
            copy(address, message);
        }
        return number;
    }

    /**
     * Removes a message because a newer one takes its place; does nothing if it is gone already, nor in a topic, which gives
     * everybody each message.
     */
    public void supersede(String address, long number) {
        if (!policy.termsOf(address).isTopic()) {
            queue(address).supersede(number);
        }
    }

    /** Gives each output that takes copies of what {@code source} makes or brings one of its own. */
    public void copy(String source, StoredMessage message) {
        for (String address : policy.termsOf(source).copies()) {
            put(address, policy.termsOf(address), message.withoutId());
        }
    }

    private long put(String address, OutputTerms terms, StoredMessage message) {
        LaneRows lane = queue(address);
        long number = lane.next();
        byte[] stored = lane.append(message.expiringAt(terms.expiryOf(message.createdMillis())));
        if (terms.isTopic()) {
            topics.made(address, number, message, stored);
        }
        return number;
    }

    /** Does what is asked about a subscription; before anything is made in the turn. */
    public void ask(SubscriptionRequest request) {
        topics.take(request);
    }

    /** Goes on with a subscription that looks for the latest message of each key, as far as one turn may. */
    public void goOn(String subscription) {
        topics.goOn(subscription);
    }

    /**
     * Settles messages. Dead letters are not dead-lettered again: a rejected one is gone, any other goes to the end of its
     * lane.
     *
     * @throws IllegalStateException if the head that the settlement names would leave held messages behind
     */
    public void settle(Settlement settlement) {
        OpenLane lane = lane(settlement.lane().address());
        long first = settlement.first();
        long last = settlement.last();
        switch (settlement.outcome()) {
            case ACCEPTED -> lane.accept(first, last);
            case FAILED -> lane.fail(first, last);
            case DEAD -> bury(lane, settlement);
            case EXPIRED -> expire(lane, first, last);
        }
        lane.advanceHead(settlement.head());
    }

    private void expire(OpenLane lane, long first, long last) {
        OutputTerms terms = termsOf(lane);
        boolean drops = terms.onExpiry() == OutputTerms.OnExpiry.DROP;
        lane.remove(first, last, LaneExpiry.wayOf(terms), drops ? OpenLane.Taker.NOBODY : buryingExpired(lane));
    }

    private OpenLane.Taker buryingExpired(OpenLane lane) {
        String grave = deadLettersOf(SubscriptionAddress.topicOf(lane.lane().address()));
        return stored -> append(grave, deadLetter(stored, lane.lane(), EXPIRED, "nobody took it within its ttl"));
    }

    private OutputTerms termsOf(OpenLane lane) {
        return policy.termsOf(SubscriptionAddress.topicOf(lane.lane().address()));
    }

    /**
     * Looks at a lane in which something may be due: lets it go, or says what it is where the gate watches; trims a topic.
     * Before anything is made in the turn.
     */
    public void look(DueLane due) {
        if (policy.termsOf(due.address()).isTopic()) {
            expiry.lookAt(due.address(), topics.trim(due.address()));
            return;
        }
        expiry.lookAt(due.address(), LaneTimes.NEVER);
        find(due.address()).ifPresent(lane -> {
            if (due.watched()) {
                expiry.tell(lane, due.from());
            } else {
                expiry.letGo(lane, buryingExpired(lane));
            }
        });
    }

    /** Returns when lanes are to be looked at; after {@link #flush}. */
    public LaneTimes times() {
        opened().forEach(expiry::note);
        return expiry.times();
    }

    /** Returns when every lane is to be looked at, of which nothing is known yet; once {@link #allLanes} looked at all. */
    public LaneTimes allTimes() {
        opened().forEach(expiry::open);
        return expiry.times();
    }

    /**
     * Takes dead letters out of their lane, because they are sent back.
     *
     * @param address {@code dead/NAME}
     * @param numbers ascending, at least one
     * @throws IllegalStateException if one of them is not held
     */
    public void sendBack(String address, long[] numbers) {
        queue(address).sendBack(numbers);
    }

    /** Adds a message that was held before, as one made now, before everything that arrives in this turn. */
    public void appendAgain(String address, StoredMessage message) {
        put(address, policy.termsOf(address), remade(message, message.properties()));
    }

    private void bury(OpenLane lane, Settlement settlement) {
        String address = SubscriptionAddress.topicOf(settlement.lane().address());
        boolean deadAlready = isDeadLetters(address);
        long first = settlement.first();
        long last = settlement.last();
        if (deadAlready && settlement.reason().equals(REJECTED)) {
            lane.remove(first, last, Counter.DISCARDED, OpenLane.Taker.NOBODY);
        } else if (deadAlready) {
            lane.remove(first, last, Counter.DEAD, stored -> append(address, again(stored)));
        } else {
            String grave = deadLettersOf(address);
            lane.remove(
                    first,
                    last,
                    Counter.DEAD,
                    stored -> append(
                            grave, deadLetter(stored, settlement.lane(), settlement.reason(), settlement.detail())));
        }
    }

    private StoredMessage deadLetter(byte[] stored, Lane lane, String reason, String detail) {
        StoredMessage message = StoredMessage.read(stored);
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.put("reason", reason);
        properties.put("detail", shortened(detail));
        String address = lane.address();
        properties.put("origin", SubscriptionAddress.topicOf(address));
        if (SubscriptionAddress.isSubscription(address)) {
            properties.put("subscription", address);
        }
        return remade(message, properties);
    }

    /** The text comes from the collecting vehicle, of any length. */
    private static String shortened(String detail) {
        return detail.length() <= DETAIL_LIMIT ? detail : detail.substring(0, DETAIL_LIMIT);
    }

    private StoredMessage again(byte[] stored) {
        StoredMessage message = StoredMessage.read(stored);
        return remade(message, message.properties());
    }

    /** Settlements come before arrivals, so what they make stands at position 0. */
    private StoredMessage remade(StoredMessage message, Map<String, String> properties) {
        return new StoredMessage(
                turn.epoch(),
                0,
                turn.nowMillis(),
                message.firstSeenMillis(),
                message.subject(),
                message.key(),
                message.contentType(),
                properties,
                message.body(),
                null);
    }

    /** Reads held messages: those of this turn too. */
    public Page page(PageRequest request) {
        return lane(request.lane().address()).page(request);
    }

    /** Returns how the turn left each lane that it appended to or settled in. */
    public List<LaneReport> touchedLanes() {
        return opened().filter(OpenLane::isTouched).map(OpenLane::report).toList();
    }

    /** Returns how the turn left every lane that ever held a message. */
    public List<LaneReport> allLanes() {
        return names.all().stream()
                .sorted()
                .flatMap(address -> find(address).stream())
                .filter(OpenLane::isUsed)
                .map(OpenLane::report)
                .toList();
    }

    /** Returns which subscriptions are behind. */
    public Subscribed subscriptions() {
        return new Subscribed(Map.of(), topics.behind());
    }

    /** Returns every subscription there is; once {@link #allLanes} looked at all. */
    public Subscribed allSubscriptions() {
        Map<String, SubscriptionState> facts = new HashMap<>();
        topics.opened().forEach(rows -> facts.put(rows.lane().address(), rows.facts()));
        return new Subscribed(facts, topics.behind());
    }

    /** Writes the head rows of touched lanes and adds the counts of the turn to {@code ledger}. Called once. */
    public void flush(LedgerRow ledger) {
        Stream<String> touched = opened().filter(OpenLane::isTouched)
                .map(lane -> SubscriptionAddress.topicOf(lane.lane().address()));
        Set<String> trimmed = Stream.concat(touched, topics.left().stream())
                .filter(address -> policy.termsOf(address).isTopic())
                .collect(Collectors.toSet());
        trimmed.forEach(topic -> expiry.lookAt(topic, topics.trim(topic)));
        opened().filter(OpenLane::isTouched).forEach(lane -> lane.flush(ledger));
    }

    /**
     * Checks that what was made at each touched lane is held or accounted for.
     *
     * @param total the ledger of the partition, this turn included
     * @throws IllegalStateException if it is not: held state is damaged, or we have a bug
     */
    public void requireBalance(LedgerRow total) {
        opened().filter(OpenLane::isTouched).forEach(lane -> lane.requireBalance(total));
    }

    /** Returns whether a subscription ended, so that its line leaves the ledger. */
    public boolean hasEnded() {
        return topics.hasEnded();
    }

    /** Takes the lines of subscriptions that ended out of the ledger of the partition, before this turn's counts are added. */
    public void forgetEnded(LedgerRow before) {
        topics.forgetEnded(before);
    }

    private Stream<OpenLane> opened() {
        return Stream.concat(lanes.values().stream(), topics.opened().stream());
    }

    private OpenLane lane(String address) {
        return find(address)
                .orElseThrow(() -> new IllegalStateException("nobody has the subscription '" + address + "'"));
    }

    private Optional<? extends OpenLane> find(String address) {
        return SubscriptionAddress.isSubscription(address) ? topics.at(address) : Optional.of(queue(address));
    }

    private LaneRows queue(String address) {
        return lanes.computeIfAbsent(address, this::open);
    }

    private LaneRows open(String address) {
        Lane lane = new Lane(address, turn.partition());
        return new LaneRows(partition, lane, names.number(address), appetite(address));
    }
}
