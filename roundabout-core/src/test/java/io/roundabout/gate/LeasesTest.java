package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.outbox.BrokerAddress;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // What counts is what becomes of the messages.
class LeasesTest {
    private static final Duration TERM = Duration.ofMinutes(5);
    private static final long ROOM = 64 << 20;

    private final TestingOutputs outputs = new TestingOutputs();
    private final TestingTime time = new TestingTime();
    private final Leases leases = outputs.leases(ROOM, time);

    @Test
    void lendsWhatIsThereInItsOrder() {
        outputs.loop().put("orders", "a", "b", "c", "d");

        Leased leased = take(3);

        assertThat(bodies(leased)).isEqualTo("abc");
        LeasedMessage first = leased.messages().get(0);
        assertThat(first.messageId()).isEqualTo("hub-1:orders:0:0");
        assertThat(first.contentType()).isEqualTo("text/plain");
        assertThat(first.from()).isEqualTo("subject");
        assertThat(first.properties()).isEmpty();
        assertThat(first.attempts()).isZero();
        assertThat(bodies(take(3))).isEqualTo("d");
    }

    @Test
    void lendsNothingWhereThereIsNothing() {
        CompletableFuture<Leased> leased = leases.take(new LeaseRequest("orders", 1, Duration.ZERO, TERM));
        outputs.turn();

        assertThat(leased.join().messages()).isEmpty();
        assertThat(leased.join().lease()).isEmpty();
        assertThat(leases.size()).isZero();
        outputs.turn();
        assertThat(outputs.loop().isWatched("orders")).isFalse();
    }

    @Test
    void waitsForTheFirstAndTakesWhatCameWithIt() {
        CompletableFuture<Leased> leased = leases.take(new LeaseRequest("orders", 9, Duration.ofSeconds(30), TERM));
        outputs.turn();
        assertThat(leased).isNotDone();

        outputs.loop().put("orders", "a", "b");
        turns();

        assertThat(bodies(leased.join())).isEqualTo("ab");
    }

    @Test
    void waitsNoLongerThanAsked() {
        CompletableFuture<Leased> leased = leases.take(new LeaseRequest("orders", 9, Duration.ofSeconds(30), TERM));
        outputs.turn();
        time.pass(Duration.ofSeconds(29));
        assertThat(leased).isNotDone();

        time.pass(Duration.ofSeconds(1));

        assertThat(leased.join().messages()).isEmpty();
        assertThat(time.size()).isZero();
    }

    @Test
    void answersWhenItIsCommitted() {
        outputs.loop().put("orders", "a", "b");
        Leased leased = take(2);

        CompletableFuture<LeaseReport> answer = leases.settle(leased.lease(), LeaseDecision.all(Disposal.ACCEPTED));
        CompletableFuture<LeaseReport> again = leases.settle(leased.lease(), LeaseDecision.all(Disposal.ACCEPTED));

        assertThat(answer).isNotDone();
        assertThat(again).isNotDone();
        outputs.turn();
        assertThat(answer.join().settled()).isEqualTo(Map.of(Disposal.ACCEPTED, 2));
        assertThat(again.join()).isEqualTo(answer.join());
        assertThat(outputs.loop().held("orders")).isZero();
        assertThat(time.size()).isZero();
    }

    @Test
    void saysTheSameAgainWhenItIsOver() {
        outputs.loop().put("orders", "a", "b");
        Leased leased = take(2);
        settle(leased, LeaseDecision.all(Disposal.REJECTED));

        LeaseReport again = settle(leased, LeaseDecision.all(Disposal.REJECTED));

        assertThat(again.settled()).isEqualTo(Map.of(Disposal.REJECTED, 2));
        assertThat(outputs.loop().messages("dead/orders")).hasSize(2);
        assertThatThrownBy(() -> leases.settle(leased.lease(), LeaseDecision.all(Disposal.ACCEPTED)))
                .hasMessageStartingWith("ALREADY_SETTLED");
    }

    @Test
    void settlesEachAsItIsTold() {
        outputs.loop().put("orders", "a", "b", "c", "d");
        Leased leased = take(4);

        LeaseReport report = settle(
                leased,
                new LeaseDecision(
                        Map.of(id(leased, 0), Disposal.REJECTED, id(leased, 1), Disposal.MODIFIED), null, "too big"));

        assertThat(report.left()).isEqualTo(2);
        assertThat(outputs.loop().messages("dead/orders"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.properties())
                        .containsEntry("reason", "rejected")
                        .containsEntry("detail", "too big"));
        assertThat(outputs.loop().attempts("orders")).isEqualTo(1);
        assertThat(settle(leased, LeaseDecision.all(Disposal.RELEASED)).settled())
                .isEqualTo(Map.of(Disposal.REJECTED, 1, Disposal.MODIFIED, 1, Disposal.RELEASED, 2));
        assertThat(bodies(take(9))).isEqualTo("bcd");
    }

    @Test
    void changesNothingWherePartOfItIsWrong() {
        outputs.loop().put("orders", "a");
        Leased leased = take(1);

        assertThatThrownBy(() -> leases.settle(
                        leased.lease(),
                        new LeaseDecision(Map.of(id(leased, 0), Disposal.ACCEPTED, "x", Disposal.ACCEPTED), null, "")))
                .hasMessageStartingWith("BAD_REQUEST: message 'x' is not of lease");

        turns();
        assertThat(outputs.loop().held("orders")).isEqualTo(1);
        assertThat(settle(leased, LeaseDecision.all(Disposal.ACCEPTED)).left()).isZero();
    }

    @Test
    void givesBackWithAnAttemptWhatIsNotSettledInTime() {
        outputs.loop().put("orders", "a", "b");
        Leased leased = take(2);
        settle(leased, new LeaseDecision(Map.of(id(leased, 0), Disposal.ACCEPTED), null, ""));

        time.pass(TERM);
        turns();

        assertThat(outputs.loop().attempts("orders")).isEqualTo(1);
        assertThatThrownBy(() -> leases.settle(leased.lease(), LeaseDecision.all(Disposal.ACCEPTED)))
                .hasMessageStartingWith("LEASE_OVER: lease '" + leased.lease() + "' is over: its time ran out.");
        assertThatThrownBy(() -> leases.settle(
                        leased.lease(), new LeaseDecision(Map.of(id(leased, 1), Disposal.ACCEPTED), null, "")))
                .hasMessageStartingWith("LEASE_OVER");
        // What was accepted before stays so.
        assertThat(settle(leased, new LeaseDecision(Map.of(id(leased, 0), Disposal.ACCEPTED), null, ""))
                        .settled())
                .isEqualTo(Map.of(Disposal.ACCEPTED, 1));
        Leased later = take(2);
        assertThat(bodies(later)).isEqualTo("b");
        assertThat(later.messages().get(0).attempts()).isEqualTo(1);
    }

    @Test
    void countsTowardsMaxDeliveries() {
        outputs.loop().maxDeliveries(2).put("orders", "a");
        take(1);
        time.pass(TERM);
        turns();
        take(1);
        time.pass(TERM);
        turns();

        assertThat(outputs.loop().held("orders")).isZero();
        assertThat(outputs.loop().messages("dead/orders"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.properties()).containsEntry("reason", "max-deliveries"));
    }

    @Test
    void givesBackAtOnceWhatIsReleased() {
        outputs.loop().put("orders", "a");
        Leased leased = take(1);

        assertThat(leases.release(leased.lease()).join().settled()).isEqualTo(Map.of(Disposal.RELEASED, 1));
        assertThat(leases.release(leased.lease()).join().settled()).isEqualTo(Map.of(Disposal.RELEASED, 1));

        assertThatThrownBy(() -> leases.settle(leased.lease(), LeaseDecision.all(Disposal.ACCEPTED)))
                .hasMessageStartingWith("ALREADY_SETTLED");
        assertThat(bodies(take(1))).isEqualTo("a");
        assertThat(outputs.loop().attempts("orders")).isZero();
    }

    @Test
    void tiesKeysUntilTheyAreSettled() {
        outputs.loop().putKeyed("orders", "k", "a").putKeyed("orders", "k", "b");
        Leased leased = take(1);
        TestingCollector link = outputs.attach(9);
        turns();
        assertThat(link.bodies()).isEmpty();

        settle(leased, LeaseDecision.all(Disposal.ACCEPTED));
        turns();

        assertThat(link.bodies()).isEqualTo("b");
    }

    @Test
    void competesWithLinks() {
        TestingCollector link = outputs.attach(2);
        outputs.loop().put("orders", "a", "b", "c", "d");
        CompletableFuture<Leased> leased = leases.take(new LeaseRequest("orders", 2, Duration.ZERO, TERM));
        turns();

        assertThat(link.bodies() + bodies(leased.join())).hasSize(4).contains("a", "b", "c", "d");
    }

    @Test
    void boundsTheBytesOfALease() {
        outputs.loop().put("orders", "a".repeat(3 << 20), "b".repeat(3 << 20), "c");

        Leased leased = take(9);

        assertThat(leased.messages()).hasSize(2);
        assertThat(bodies(take(9))).isEqualTo("c");
    }

    @Test
    void saysThatThereIsNoMemory() {
        Leases small = outputs.leases(1, time);
        outputs.loop().put("orders", "a", "b");
        CompletableFuture<Leased> first = small.take(new LeaseRequest("orders", 9, Duration.ZERO, TERM));
        turns();
        assertThat(bodies(first.join())).isEqualTo("a");

        CompletableFuture<Leased> second = small.take(new LeaseRequest("orders", 9, Duration.ZERO, TERM));
        turns();
        time.pass(Leases.READING);

        assertThat(second).isCompletedExceptionally();
        assertThatThrownBy(second::join).hasMessageContaining("BUSY: the memory for unsettled messages is used up");
        small.settle(first.join().lease(), LeaseDecision.all(Disposal.ACCEPTED));
        CompletableFuture<Leased> third = small.take(new LeaseRequest("orders", 9, Duration.ZERO, TERM));
        turns();
        assertThat(bodies(third.join())).isEqualTo("b");
    }

    @Test
    void boundsTheLeases() {
        List<CompletableFuture<Leased>> waiting = IntStream.range(0, Leases.MOST)
                .mapToObj(i -> leases.take(new LeaseRequest("orders", 1, Duration.ofSeconds(30), TERM)))
                .toList();

        assertThatThrownBy(() -> take(1)).hasMessageStartingWith("TOO_MANY_LEASES: 1000 leases");

        outputs.turn();
        time.pass(Duration.ofSeconds(30));
        assertThat(waiting).allMatch(CompletableFuture::isDone);
        outputs.loop().put("orders", "a");
        outputs.turn();
        assertThat(bodies(take(1))).isEqualTo("a");
    }

    @Test
    void forgetsTheOldestThatAreOver() {
        Leased first = settledLease();
        int messages = 1;
        while (messages <= Leases.MOST_REMEMBERED) {
            outputs.loop()
                    .put("orders", IntStream.range(0, 100).mapToObj(i -> "x").toArray(String[]::new));
            Leased leased = take(100);
            settle(leased, LeaseDecision.all(Disposal.ACCEPTED));
            messages += leased.messages().size();
        }

        assertThatThrownBy(() -> leases.settle(first.lease(), LeaseDecision.all(Disposal.ACCEPTED)))
                .hasMessageStartingWith("NOT_FOUND: there is no lease");
    }

    @Test
    void refusesWhatIsNoQueue() {
        outputs.loop().subscribers().topics("news");
        assertThatThrownBy(() -> take("news")).hasMessageStartingWith("NOT_A_QUEUE: 'news' is a topic");
        assertThatThrownBy(() -> take("news/c/l")).hasMessageStartingWith("NOT_A_QUEUE");
        outputs.loop().relays(Map.of("archive", BrokerAddress.parse("amqp://broker/archive")));
        assertThatThrownBy(() -> take("archive"))
                .hasMessage("NOT_A_QUEUE: output 'archive' goes to amqp://broker/archive; collect there, or browse what"
                        + " waits here");
        assertThatThrownBy(() -> take("orders.*")).hasMessageStartingWith("NOT_FOUND: 'orders.*' is a pattern");
        outputs.loop().only("orders");
        assertThatThrownBy(() -> take("order")).hasMessageStartingWith("NOT_FOUND: nothing is called 'order'");
    }

    @Test
    void refusesTheNextAddressAtWhichNothingWasEverHeld() {
        for (int i = 0; i < 10; i++) {
            leases.take(new LeaseRequest("empty" + i, 1, Duration.ofSeconds(30), TERM));
        }
        assertThatThrownBy(() -> take("one more")).hasMessageStartingWith("TOO_MANY_ADDRESSES: 10 addresses");
    }

    @Test
    void givesBackWhenOtherRulesHaveNoSuchAddress() {
        outputs.loop().put("orders", "a");
        Leased leased = take(1);
        CompletableFuture<Leased> waiting = leases.take(new LeaseRequest("orders", 1, Duration.ofSeconds(30), TERM));

        outputs.loop().only("others");
        leases.onRules();
        turns();

        assertThatThrownBy(waiting::join).hasMessageContaining("NOT_FOUND: nothing is called 'orders'");
        assertThatThrownBy(() -> leases.settle(leased.lease(), LeaseDecision.all(Disposal.ACCEPTED)))
                .hasMessageContaining("is over: the rules are others now");
        assertThat(outputs.loop().attempts("orders")).isZero();
        assertThat(outputs.loop().held("orders")).isEqualTo(1);
    }

    @Test
    void givesBackWithoutAnAttemptWhenTheHubStops() {
        outputs.loop().put("orders", "a");
        Leased leased = take(1);
        CompletableFuture<Leased> waiting = leases.take(new LeaseRequest("orders", 1, Duration.ofSeconds(30), TERM));

        leases.close();
        turns();

        assertThatThrownBy(waiting::join).hasMessageContaining("SHUTTING_DOWN");
        assertThatThrownBy(() -> leases.settle(leased.lease(), LeaseDecision.all(Disposal.ACCEPTED)))
                .hasMessageContaining("is over: the hub stops");
        assertThatThrownBy(() -> take(1)).hasMessageStartingWith("SHUTTING_DOWN");
        assertThat(outputs.loop().attempts("orders")).isZero();
        assertThat(time.size()).isZero();
    }

    @Test
    void isSeenByThoseWhoAskWhoIsAttached() {
        outputs.loop().put("orders", "a");
        Leased leased = take(3);

        assertThat(outputs.at("orders").attached())
                .containsExactly(new Attached("http", "lease " + leased.lease().substring(0, 8), 0, 1));
    }

    @Test
    void settlesEachMessageOnce() {
        outputs.loop().put("orders", "a", "b", "c");
        Leased leased = take(3);
        settle(leased, new LeaseDecision(Map.of(id(leased, 1), Disposal.ACCEPTED), Disposal.ACCEPTED, ""));
        settle(leased, LeaseDecision.all(Disposal.ACCEPTED));
        leases.release(leased.lease());
        time.pass(TERM);
        turns();

        assertThat(outputs.loop().settlements()).allMatch(it -> it.outcome() == Outcome.ACCEPTED);
        assertThat(outputs.loop().settlements().stream()
                        .mapToLong(LeasesTest::messages)
                        .sum())
                .isEqualTo(3);
    }

    private static long messages(Settlement settlement) {
        return settlement.last() - settlement.first() + 1;
    }

    private Leased settledLease() {
        outputs.loop().put("orders", "first");
        Leased leased = take(1);
        settle(leased, LeaseDecision.all(Disposal.ACCEPTED));
        return leased;
    }

    private Leased take(int most) {
        CompletableFuture<Leased> leased = leases.take(new LeaseRequest("orders", most, Duration.ZERO, TERM));
        // The read-ahead is small: many messages come in many turns.
        for (int turn = 0; turn < 1_000 && !leased.isDone(); turn++) {
            outputs.turn();
        }
        return Objects.requireNonNull(leased.getNow(null), "nobody was answered");
    }

    private void take(String address) {
        leases.take(new LeaseRequest(address, 1, Duration.ZERO, TERM));
    }

    private LeaseReport settle(Leased leased, LeaseDecision decision) {
        CompletableFuture<LeaseReport> report = leases.settle(leased.lease(), decision);
        turns();
        return report.join();
    }

    /** A report, a question and its answer, and room for another. */
    private void turns() {
        for (int i = 0; i < 4; i++) {
            outputs.turn();
        }
    }

    private static String id(Leased leased, int index) {
        return leased.messages().get(index).messageId();
    }

    private static String bodies(Leased leased) {
        return leased.messages().stream()
                .map(message -> new String(message.body(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }
}
