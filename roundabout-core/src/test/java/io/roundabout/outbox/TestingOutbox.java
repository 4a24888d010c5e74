package io.roundabout.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import io.roundabout.state.TestingIdPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An outbox with the addresses {@code results}, {@code other} and their dead letters, turn after turn. */
final class TestingOutbox {
    static final long NOW = 1_700_000_000_000L;

    private static final Names NAMES = Names.of(Map.of("results", 1, "dead/results", 2, "other", 3, "dead/other", 4));

    private final InMemoryHeldState state = new InMemoryHeldState();
    private final LedgerRow ledger = new LedgerRow();
    private long epoch;
    private Outbox outbox = open(Map.of());

    InMemoryHeldState state() {
        return state;
    }

    private Outbox open(Map<String, Integer> appetite) {
        epoch++;
        HeldPartition partition = HeldPartition.open(state, NAMES, TestingIdPolicy.DEFAULT, NOW + epoch);
        return new Outbox(partition, new Turn(epoch, 0, NOW + epoch), appetite);
    }

    /** Ends the turn, checks the balance, and begins the next. */
    List<LaneReport> turn(Map<String, Integer> appetite) {
        List<LaneReport> reports = outbox.touchedLanes();
        outbox.flush(ledger);
        outbox.requireBalance(ledger);
        outbox = open(appetite);
        return reports;
    }

    LaneReport turn() {
        return turn(Map.of()).get(0);
    }

    List<LaneReport> allLanes() {
        return outbox.allLanes();
    }

    TestingOutbox append(int count) {
        for (int i = 0; i < count; i++) {
            append("m" + i);
        }
        return this;
    }

    TestingOutbox append(String body) {
        outbox.append("results", message(body));
        return this;
    }

    StoredMessage message(String body) {
        return new StoredMessage(
                epoch,
                4,
                NOW,
                NOW - 1,
                "j",
                new byte[] {'k'},
                "text/plain",
                Map.of("completed-by", "all"),
                utf8(body),
                null);
    }

    TestingOutbox supersede(long number) {
        outbox.supersede("results", number);
        return this;
    }

    TestingOutbox settle(long first, long last, Outcome outcome, long head) {
        return settle("results", first, last, outcome, head);
    }

    TestingOutbox settle(String address, long first, long last, Outcome outcome, long head) {
        String reason = outcome == Outcome.DEAD ? "rejected" : "";
        return settle(new Settlement(new Lane(address, 0), first, last, outcome, reason, "why", head));
    }

    TestingOutbox settle(Settlement settlement) {
        outbox.settle(settlement);
        return this;
    }

    /** Returns what the ledger counts of an address. */
    long count(String address, Counter counter) {
        return ledger.count(LedgerLine.of(NAMES.number(address)), counter);
    }

    Page page(long from, long until, int maxBytes) {
        return outbox.page(new PageRequest(1, new Lane("results", 0), from, until, maxBytes));
    }

    /** Returns every row of an address. */
    List<HeldRow> rows(String address) {
        return rows(outbox.page(new PageRequest(1, new Lane(address, 0), 0, Long.MAX_VALUE, Integer.MAX_VALUE)));
    }

    static List<HeldRow> rows(Page page) {
        List<HeldRow> rows = new ArrayList<>();
        page.rows().forEach(rows::add);
        return rows;
    }

    static List<Long> numbers(Page page) {
        return rows(page).stream().map(HeldRow::number).toList();
    }

    List<Long> numbers(String address) {
        return rows(address).stream().map(HeldRow::number).toList();
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
