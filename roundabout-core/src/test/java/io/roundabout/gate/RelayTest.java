package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.BrokerAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final String TO = "amqp://broker/archive";

    private final TestingOutputs outputs = new TestingOutputs();
    private final TestingTime time = new TestingTime();
    private final TestingBroker broker = new TestingBroker();
    private final Relays relays = outputs.relays(64 << 20, broker, time);

    @BeforeEach
    void relay() {
        go("orders", TO);
    }

    @Test
    void sendsWhatIsHeldAndRemovesWhatTheBrokerAccepted() {
        outputs.loop().put("orders", "a", "b");
        TestingBroker.Link link = broker.letIn(10);
        turns();

        assertThat(link.ids()).containsExactlyInAnyOrder("hub-1:orders:0:0", "hub-1:orders:1:0");
        assertThat(outputs.loop().held("orders")).isEqualTo(2);
        link.decide(0, Disposal.ACCEPTED, "");
        link.decide(1, Disposal.ACCEPTED, "");
        turns();

        assertThat(outputs.loop().held("orders")).isZero();
        assertThat(relays.figures()).containsEntry("orders", new RelayFigures(true, 2, 0));
        assertThat(relays.notices()).isEmpty();
    }

    @Test
    void keepsToTheCreditOfTheBroker() {
        outputs.loop().put("orders", "a", "b", "c");
        TestingBroker.Link link = broker.letIn(1);
        turns();
        assertThat(link.ids()).hasSize(1);

        link.give(1);
        turns();

        assertThat(link.ids()).hasSize(2);
    }

    @Test
    void hasNoMoreInDoubtThanItsWindow() {
        String[] bodies = new String[Relay.WINDOW + 5];
        Arrays.fill(bodies, "x");
        outputs.loop().put("orders", bodies);
        TestingBroker.Link link = broker.letIn(Integer.MAX_VALUE);
        for (int i = 0; i < 200 && link.ids().size() < Relay.WINDOW; i++) {
            turns();
        }
        turns();
        assertThat(link.ids()).hasSize(Relay.WINDOW);

        link.decide(0, Disposal.ACCEPTED, "");
        turns();

        assertThat(link.ids()).hasSize(Relay.WINDOW + 1);
    }

    @Test
    void keepsWhatItHasWhileTheBrokerIsAwayAndSaysSo() {
        outputs.loop().put("orders", "a");
        broker.refuse("it cannot be reached");
        turns();

        assertThat(relays.notices())
                .containsExactly(
                        "relay 'orders' to " + TO + ": it cannot be reached. It is tried again; what waits is kept.");
        assertThat(relays.figures()).containsEntry("orders", new RelayFigures(false, 0, 0));
        assertThat(broker.dialled()).hasSize(1);
        assertThat(outputs.loop().isWatched("orders")).isFalse();
        time.pass(RelayBackoff.FIRST);
        assertThat(broker.dialled()).hasSize(2);
        TestingBroker.Link link = broker.letIn(1);
        turns();

        assertThat(link.ids()).containsExactly("hub-1:orders:0:0");
        assertThat(relays.notices()).isEmpty();
    }

    @Test
    void triesEverMoreSeldomAndNeverGivesUp() {
        for (int i = 0; i < 20; i++) {
            broker.refuse("it cannot be reached");
            int tries = broker.dialled().size();
            time.pass(RelayBackoff.LONGEST);
            assertThat(broker.dialled()).hasSize(tries + 1);
        }
        broker.refuse("it cannot be reached");
        int tries = broker.dialled().size();

        time.pass(RelayBackoff.LONGEST.dividedBy(2));

        assertThat(broker.dialled()).hasSize(tries);
    }

    @Test
    void sendsAgainWithTheSameIdWhatWasInDoubt() {
        outputs.loop().put("orders", "a", "b");
        TestingBroker.Link first = broker.letIn(10);
        turns();
        first.decide(0, Disposal.ACCEPTED, "");
        first.lose("the connection was lost");
        turns();

        time.pass(RelayBackoff.FIRST);
        TestingBroker.Link second = broker.letIn(10);
        turns();

        assertThat(second.ids()).containsExactly(first.ids().get(1));
        assertThat(second.get(0).isDelivered()).isTrue();
        assertThat(outputs.loop().attempts("orders")).isZero();
        assertThat(relays.figures()).containsEntry("orders", new RelayFigures(true, 3, 1));
    }

    @Test
    void sendsAgainLaterWhatTheBrokerGaveBack() {
        outputs.loop().put("orders", "a");
        TestingBroker.Link link = broker.letIn(10);
        turns();
        link.decide(0, Disposal.RELEASED, "amqp:resource-limit-exceeded: full");
        turns();

        assertThat(link.ids()).hasSize(1);
        assertThat(relays.notices()).singleElement().asString().contains("amqp:resource-limit-exceeded: full");
        time.pass(RelayBackoff.FIRST);
        turns();
        assertThat(link.ids()).hasSize(2);
        assertThat(outputs.loop().attempts("orders")).isZero();
        link.decide(1, Disposal.ACCEPTED, "");
        time.pass(Relay.LOOK.multipliedBy(2));

        assertThat(relays.notices()).isEmpty();
    }

    @Test
    void makesADeadLetterOfWhatFailedTooOften() {
        outputs.loop().maxDeliveries(2).put("orders", "a");
        TestingBroker.Link link = broker.letIn(10);
        turns();
        link.decide(0, Disposal.MODIFIED, "");
        turns();
        assertThat(outputs.loop().attempts("orders")).isEqualTo(1);
        time.pass(RelayBackoff.FIRST);
        turns();

        link.decide(1, Disposal.MODIFIED, "");
        turns();

        assertThat(outputs.loop().held("orders")).isZero();
        assertThat(outputs.loop().messages("dead/orders").get(0).properties())
                .containsEntry("reason", "max-deliveries");
    }

    @Test
    void makesADeadLetterOfWhatTheBrokerRejects() {
        outputs.loop().put("orders", "a");
        TestingBroker.Link link = broker.letIn(10);
        turns();

        link.decide(0, Disposal.REJECTED, "amqp:decode-error: no JSON");
        turns();

        assertThat(outputs.loop().messages("dead/orders").get(0).properties())
                .containsEntry("reason", "rejected")
                .containsEntry("detail", "amqp:decode-error: no JSON");
        assertThat(relays.notices()).isEmpty();
    }

    @Test
    void makesADeadLetterOfWhatIsTooLargeForTheBroker() {
        outputs.loop().put("orders", "a".repeat(500), "b");
        TestingBroker.Link link = broker.mostBytes(400).letIn(10);
        turns();

        assertThat(link.ids()).containsExactly("hub-1:orders:1:0");
        assertThat(outputs.loop().held("orders")).isEqualTo(1);
        assertThat(outputs.loop().messages("dead/orders").get(0).properties().get("detail"))
                .endsWith("B; the broker takes messages of 400 B");
    }

    @Test
    void saysThatABrokerAsksForNothing() {
        broker.letIn(0);
        turns();

        time.pass(Relay.LOOK);

        assertThat(relays.notices()).singleElement().asString().contains("no credit");
    }

    @Test
    void goesElsewhereWhenTheRulesSaySo() {
        outputs.loop().put("orders", "a");
        TestingBroker.Link old = broker.letIn(10);
        turns();
        go("orders", "amqp://other/archive");
        assertThat(broker.dialled()).containsExactly("orders " + TO, "orders amqp://other/archive");
        TestingBroker.Link next = broker.letIn(10);
        turns();
        assertThat(next.ids()).as("what the old one may have").isEmpty();
        assertThat(old.isClosed()).isFalse();

        old.decide(0, Disposal.ACCEPTED, "");
        outputs.loop().put("orders", "b");
        turns();

        assertThat(old.isClosed()).isTrue();
        assertThat(next.ids()).hasSize(1);
        assertThat(relays.figures()).containsEntry("orders", new RelayFigures(true, 2, 0));
    }

    @Test
    void leavesWhatIsHeldToOthersWhenTheRulesHaveItNoMore() {
        outputs.loop().put("orders", "a");
        TestingBroker.Link link = broker.letIn(10);
        turns();
        outputs.loop().relays(Map.of());
        relays.onRules();
        TestingCollector collector = outputs.attach(1);
        turns();
        assertThat(collector.size()).isZero();

        time.pass(Relay.LEAVING);
        turns();

        assertThat(link.isClosed()).isTrue();
        assertThat(collector.bodies()).isEqualTo("a");
        assertThat(collector.isRedelivery(0)).isTrue();
        assertThat(relays.figures()).isEmpty();
    }

    @Test
    void closesWhenTheBrokerHasDecided() {
        outputs.loop().put("orders", "a", "b");
        TestingBroker.Link link = broker.letIn(10);
        turns();

        CompletableFuture<Void> closed = close();
        assertThat(closed).isNotDone();
        link.decide(0, Disposal.ACCEPTED, "");
        link.decide(1, Disposal.ACCEPTED, "");
        turns();

        assertThat(closed).isDone();
        assertThat(link.isClosed()).isTrue();
        assertThat(outputs.loop().held("orders")).isZero();
    }

    @Test
    void closesInTimeWhereTheBrokerDoesNotDecide() {
        outputs.loop().put("orders", "a");
        TestingBroker.Link link = broker.letIn(10);
        turns();

        CompletableFuture<Void> closed = close();
        time.pass(Relay.LEAVING);

        assertThat(closed).isDone();
        assertThat(link.isClosed()).isTrue();
        assertThat(outputs.loop().held("orders")).isEqualTo(1);
    }

    @Test
    void closesWhileItDials() {
        CompletableFuture<Void> closed = close();

        assertThat(closed).isDone();
        assertThat(broker.givenUp()).isEqualTo(1);
        time.pass(Duration.ofHours(1));
        assertThat(broker.dialled()).isEqualTo(List.of("orders " + TO));
    }

    private CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        relays.close(() -> closed.complete(null));
        return closed;
    }

    private void go(String output, String url) {
        outputs.loop().relays(Map.of(output, BrokerAddress.parse(url)));
        relays.onRules();
    }

    private void turns() {
        for (int i = 0; i < 3; i++) {
            outputs.turn();
        }
    }
}
