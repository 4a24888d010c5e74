package io.roundabout.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roundabout.outbox.SubscriptionRequest.Lasting;
import io.roundabout.outbox.SubscriptionRequest.Start;
import io.roundabout.outbox.SubscriptionRequest.Wish;
import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import io.roundabout.state.TestingIdPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A topic {@code news} that retains for seven days, and those who subscribed to it, turn after turn, restored after each. */
final class TestingTopic {
    static final Duration DAY = Duration.ofDays(1);
    static final String ADA = new SubscriptionAddress("news", "ada", "daily").text();
    static final String BOB = new SubscriptionAddress("news", "bob", "a/b").text();

    private static final Names NAMES = Names.of(Map.of("news", 1, "dead/news", 2, ADA, 3, BOB, 4));
    private static final OutputPolicy TOPIC = address -> address.equals("news")
            ? new OutputTerms(
                    List.of(),
                    OutputTerms.FOR_EVER,
                    OutputTerms.OnExpiry.DEAD,
                    Duration.ofDays(7).toMillis())
            : OutputTerms.PLAIN;

    private InMemoryHeldState state = new InMemoryHeldState();
    private LedgerRow ledger = new LedgerRow();
    private long now = 1_700_000_000_000L;
    private long epoch;
    private Set<String> behind = new HashSet<>();
    private OutputPolicy policy = TOPIC;
    private Outbox outbox = open();

    private Outbox open() {
        epoch++;
        HeldPartition partition = HeldPartition.open(state, NAMES, TestingIdPolicy.DEFAULT, now);
        Outbox opened = new Outbox(partition, new Turn(epoch, 0, now), Map.of(), policy);
        behind.forEach(opened::goOn);
        return opened;
    }

    /** Ends the turn, checks the balance, restores the state from its bytes, and begins the next. */
    TestingTopic turn() {
        behind = new HashSet<>(outbox.subscriptions().behind());
        outbox.forgetEnded(ledger);
        outbox.flush(ledger);
        outbox.requireBalance(ledger);
        ledger = LedgerRow.read(ledger.write());
        state = InMemoryHeldState.read(state.write());
        outbox = open();
        return this;
    }

    TestingTopic pass(Duration time) {
        turn();
        now += time.toMillis();
        outbox = open();
        return this;
    }

    /** Goes by rules that have a queue at the address from the next turn on. */
    TestingTopic becomeQueue() {
        policy = address -> OutputTerms.PLAIN;
        return turn();
    }

    /** Goes by rules that have a topic there again from the next turn on. */
    TestingTopic becomeTopic() {
        policy = TOPIC;
        return turn();
    }

    TestingTopic make(@Nullable String key, String body) {
        byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
        outbox.append(
                "news",
                new StoredMessage(
                        epoch, 0, now, now, "news", keyBytes, "text/plain", Map.of(), body.getBytes(UTF_8), null));
        return this;
    }

    TestingTopic supersede(long number) {
        outbox.supersede("news", number);
        return this;
    }

    TestingTopic subscribe(String address, Start start) {
        return ask(new SubscriptionRequest(address, Wish.SUBSCRIBE, start, Lasting.DURABLE));
    }

    TestingTopic ask(SubscriptionRequest request) {
        outbox.ask(request);
        return this;
    }

    TestingTopic accept(String address, long first, long last) {
        return settle(address, first, last, Outcome.ACCEPTED, 0);
    }

    TestingTopic fail(String address, long number) {
        return settle(address, number, number, Outcome.FAILED, 0);
    }

    TestingTopic reject(String address, long number) {
        return settle(address, number, number, Outcome.DEAD, 0);
    }

    TestingTopic settle(String address, long first, long last, Outcome outcome, long head) {
        String reason = outcome == Outcome.DEAD ? "rejected" : "";
        outbox.settle(new Settlement(new Lane(address, 0), first, last, outcome, reason, "", head));
        return this;
    }

    boolean isBehind(String address) {
        return behind.contains(address);
    }

    List<HeldRow> page(String address) {
        List<HeldRow> rows = new ArrayList<>();
        outbox.page(new PageRequest(1, new Lane(address, 0), 0, Long.MAX_VALUE, Integer.MAX_VALUE))
                .rows()
                .forEach(rows::add);
        return rows;
    }

    List<StoredMessage> messages(String address) {
        return page(address).stream()
                .map(row -> StoredMessage.read(row.stored()))
                .toList();
    }

    List<String> bodies(String address) {
        return messages(address).stream()
                .map(message -> new String(message.body(), UTF_8))
                .toList();
    }

    long count(String address, Counter counter) {
        return ledger.count(LedgerLine.of(NAMES.number(address)), counter);
    }

    /** Returns how many rows the state has. */
    int rows() {
        return state.size();
    }
}
