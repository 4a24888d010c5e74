package io.roundabout.outbox;

import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every message of one state partition that waits to be collected, during one turn. What is appended or settled is in the
 * state at once; {@link #flush} writes the head rows of the lanes. Confined to the thread of the turn.
 */
public final class Outbox {
    /** Application property of a message that was sent back from the dead letters: how often. */
    public static final String REDRIVEN = "redriven";

    /** Application properties that only a dead letter has. */
    public static final Set<String> DEAD_LETTER_PROPERTIES =
            Set.of("reason", "detail", "origin", "vehicle", "truncated");

    private static final String DEAD_LETTERS = "dead/";
    private static final String REJECTED = "rejected";
    private static final int DETAIL_LIMIT = 1_024;

    private final HeldPartition partition;
    private final Names names;
    private final Turn turn;
    private final Map<String, Integer> appetite;
    private final Map<String, LaneRows> lanes = new LinkedHashMap<>();

    /**
     * Opens the outbox for a turn.
     *
     * @param partition where its rows are
     * @param turn where and when
     * @param appetite bytes of fresh messages to hand over, by address; none for an address that is absent
     */
    public Outbox(HeldPartition partition, Turn turn, Map<String, Integer> appetite) {
        this.partition = partition;
        this.names = partition.names();
        this.turn = turn;
        this.appetite = appetite;
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

    /** Adds a message at the end of the lane of {@code address} and returns its number there. */
    public long append(String address, StoredMessage message) {
        return lane(address).append(message);
    }

    /** Removes a message because a newer one takes its place; does nothing if it is gone already. */
    public void supersede(String address, long number) {
        lane(address).supersede(number);
    }

    /**
     * Settles messages. Dead letters are not dead-lettered again: a rejected one is gone, any other goes to the end of its
     * lane.
     *
     * @throws IllegalStateException if the head that the settlement names would leave held messages behind
     */
    public void settle(Settlement settlement) {
        LaneRows lane = lane(settlement.lane().address());
        long first = settlement.first();
        long last = settlement.last();
        switch (settlement.outcome()) {
            case ACCEPTED -> lane.accept(first, last);
            case FAILED -> lane.fail(first, last);
            case DEAD -> bury(lane, settlement);
        }
        lane.advanceHead(settlement.head());
    }

    /**
     * Takes dead letters out of their lane, because they are sent back.
     *
     * @param address {@code dead/NAME}
     * @param numbers ascending, at least one
     * @throws IllegalStateException if one of them is not held
     */
    public void sendBack(String address, long[] numbers) {
        lane(address).sendBack(numbers);
    }

    /** Adds a message that was held before, as one made now, before everything that arrives in this turn. */
    public void appendAgain(String address, StoredMessage message) {
        append(address, remade(message, message.properties()));
    }

    private void bury(LaneRows lane, Settlement settlement) {
        String address = settlement.lane().address();
        boolean deadAlready = isDeadLetters(address);
        long first = settlement.first();
        long last = settlement.last();
        if (deadAlready && settlement.reason().equals(REJECTED)) {
            lane.discard(first, last);
        } else if (deadAlready) {
            lane.bury(first, last, (number, stored) -> append(address, again(stored)));
        } else {
            String grave = deadLettersOf(address);
            lane.bury(first, last, (number, stored) -> append(grave, deadLetter(stored, settlement)));
        }
    }

    private StoredMessage deadLetter(byte[] stored, Settlement settlement) {
        StoredMessage message = StoredMessage.read(stored);
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.put("reason", settlement.reason());
        properties.put("detail", shortened(settlement.detail()));
        properties.put("origin", settlement.lane().address());
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
        return lanes.values().stream()
                .filter(LaneRows::isTouched)
                .map(LaneRows::report)
                .toList();
    }

    /** Returns how the turn left every lane that ever held a message. */
    public List<LaneReport> allLanes() {
        return names.all().stream()
                .sorted()
                .map(this::lane)
                .filter(LaneRows::isUsed)
                .map(LaneRows::report)
                .toList();
    }

    /** Writes the head rows of touched lanes and adds the counts of the turn to {@code ledger}. Called once. */
    public void flush(LedgerRow ledger) {
        lanes.values().stream().filter(LaneRows::isTouched).forEach(lane -> lane.flush(ledger));
    }

    /**
     * Checks that what was made at each touched lane is held or accounted for.
     *
     * @param total the ledger of the partition, this turn included
     * @throws IllegalStateException if it is not: held state is damaged, or we have a bug
     */
    public void requireBalance(LedgerRow total) {
        lanes.values().stream().filter(LaneRows::isTouched).forEach(lane -> lane.requireBalance(total));
    }

    private LaneRows lane(String address) {
        return lanes.computeIfAbsent(address, this::open);
    }

    private LaneRows open(String address) {
        Lane lane = new Lane(address, turn.partition());
        return new LaneRows(partition, lane, names.number(address), appetite.getOrDefault(address, 0));
    }
}
