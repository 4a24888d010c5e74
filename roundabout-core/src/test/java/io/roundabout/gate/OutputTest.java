package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.HeldRows;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.TurnReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The window on an output, without sockets. */
class OutputTest {
    private final TestingOutputs outputs = new TestingOutputs();
    private final TestingLoop loop = outputs.loop();
    private final Output orders = outputs.at("orders");

    @Test
    void mergesLanesInTheOrderOfTheirMaking() {
        loop.put("orders", "a", "b", "c");
        loop.turn();
        loop.put("orders", "d", "e");
        TestingCollector link = outputs.attach(10);

        outputs.turn();
        outputs.turn();

        assertThat(link.bodies()).isEqualTo("abcde");
    }

    @Test
    void handsOverFreshMessagesWithoutAPage() {
        TestingCollector link = outputs.attach(10);
        outputs.turn();
        loop.put("orders", "a", "b");

        outputs.turn();

        assertThat(link.bodies()).isEqualTo("ab");
    }

    @Test
    void waitsForALaneThatMayHaveAnEarlierMessage() {
        loop.put("orders", "a");
        TestingCollector link = outputs.attach(10);
        HeldRows fresh =
                new HeldRows.Builder().add(0, 0, message(7, "b").write()).build();
        LaneReport unread = new LaneReport(new Lane("orders", 0), 0, 1, HeldRows.NONE, 1);
        LaneReport read = new LaneReport(new Lane("orders", 1), 0, 1, fresh, 0);

        outputs.onTurn(new TurnReport(7, List.of(unread, read), List.of(), List.of()));
        outputs.pass();

        assertThat(link.bodies()).as("lane 0 is only asked for now").isEmpty();
        loop.turn();
        outputs.pass();
        assertThat(link.bodies()).isEqualTo("ab");
    }

    @Test
    void sharesAmongLinksInTurn() {
        loop.put("orders", "a", "b", "c", "d");
        TestingCollector one = outputs.attach(10);
        TestingCollector other = outputs.attach(10);

        outputs.turn();
        outputs.turn();

        assertThat(one.bodies()).hasSize(2);
        assertThat(other.bodies()).hasSize(2);
    }

    @Test
    void keepsAKeyWithOneLink() {
        loop.putKeyed("orders", "k", "a").putKeyed("orders", "k", "b").putKeyed("orders", "other", "c");
        TestingCollector one = outputs.attach(1);
        outputs.turn();
        outputs.turn();
        TestingCollector other = outputs.attach(2);

        outputs.pass();

        assertThat(one.bodies()).isEqualTo("a");
        assertThat(other.bodies()).isEqualTo("c");
        orders.accept(one.get(0), null);
        outputs.pass();
        assertThat(other.bodies()).isEqualTo("cb");
    }

    @Test
    void looksForAFreeKeyOnePageFarAtMost() {
        for (int i = 0; i < ReadAhead.PAGE + 1; i++) {
            loop.putKeyed("many", "k", "a");
        }
        loop.putKeyed("many", "other", "b");
        Outputs wide =
                new Outputs(new HubSide(loop, loop, new MessageEncoder("h"), 2, new ReadBudget(10_000_000)), () -> {});
        loop.listener(wide::onTurn);
        Output many = wide.at("many");
        TestingCollector one = new TestingCollector().credit(1);
        TestingCollector other = new TestingCollector().credit(1);
        many.attach(one);
        for (int i = 0; i < 3; i++) {
            wide.pass();
            loop.turn();
        }
        wide.pass();

        many.attach(other);
        wide.pass();

        assertThat(one.bodies()).isEqualTo("a");
        assertThat(other.drain(many).bodies()).isEmpty();
        wide.pass();
        assertThat(other.isDrained()).isTrue();
    }

    @Test
    void doesNotLetAKeyOvertakeWhatIsTooLarge() {
        loop.putKeyed("orders", "k", "x".repeat(500))
                .putKeyed("orders", "k", "b")
                .putKeyed("orders", "other", "c");
        TestingCollector link = outputs.attach(10).fitting(300);

        outputs.turn();
        outputs.turn();

        assertThat(link.bodies()).isEqualTo("c");
    }

    @Test
    void readsNoFurtherAheadThanItsMemory() {
        loop.fill("orders", 1_000, 100);
        TestingCollector link = outputs.attach(0);
        for (int i = 0; i < 20; i++) {
            outputs.turn();
        }

        TestingCollector taker = outputs.attach(1_000);
        outputs.pass();

        assertThat(taker.bodies().length()).isLessThan(TestingOutputs.READ_AHEAD / 100);
        for (int i = 0; i < 200; i++) {
            outputs.turn();
        }
        assertThat(taker.bodies()).hasSize(1_000);
        assertThat(link.bodies()).isEmpty();
    }

    @Test
    void hungersOnlyWhileThereIsRoom() {
        outputs.attach(0);
        outputs.turn();
        assertThat(loop.appetite("orders")).isEqualTo(TestingOutputs.READ_AHEAD / 2);

        loop.fill("orders", 15, 100);
        outputs.turn();
        outputs.turn();

        assertThat(loop.appetite("orders")).isZero();
    }

    @Test
    void browsesFromHeadToTailOfTheMoment() {
        loop.put("orders", "a", "b");
        TestingCollector browser = new TestingCollector().credit(10);
        orders.browse(browser);
        outputs.turn();
        loop.put("orders", "c");
        outputs.turn();
        browser.drain(orders);
        outputs.turn();

        assertThat(browser.bodies()).isEqualTo("ab");
        assertThat(browser.isDrained()).isTrue();
        assertThat(loop.settlements()).isEmpty();
    }

    /** Has the only link take the only message, give it back and go. */
    private void giveBackAndLeave() {
        loop.put("orders", "a");
        TestingCollector link = outputs.attach(1);
        outputs.turn();
        outputs.turn();
        orders.release(link.get(0));
        orders.detach(link);
        outputs.pass();
    }

    @Test
    void releasesItsMemoryWhenNobodyIsLeft() {
        giveBackAndLeave();

        assertThat(loop.isWatched("orders")).isFalse();
        Output again = outputs.at("orders");
        assertThat(again).isNotSameAs(orders);
        TestingCollector next = new TestingCollector().credit(1);
        again.attach(next);
        outputs.turn();
        outputs.turn();
        assertThat(next.isRedelivery(0)).isTrue();
    }

    /** What begins later under the name of a subscription that ended has nothing of it, the numbers of its messages excepted. */
    @Test
    void remembersNothingOfASubscriptionThatEnded() {
        giveBackAndLeave();

        outputs.onTurn(new TurnReport(9, List.of(), List.of(), List.of(), Set.of("orders")));

        TestingCollector next = outputs.attach(1);
        outputs.turn();
        outputs.turn();
        assertThat(next.isRedelivery(0)).isFalse();
    }

    @Test
    void doesNotCloseItsSuccessor() {
        TestingCollector link = outputs.attach(1);
        outputs.turn();
        orders.detach(link);
        outputs.pass();
        Output again = outputs.at("orders");
        again.attach(new TestingCollector());

        orders.wake();
        outputs.turn();

        assertThat(outputs.at("orders")).isSameAs(again);
        assertThat(loop.isWatched("orders")).isTrue();
    }

    private static StoredMessage message(long epoch, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new StoredMessage(epoch, 0, 0, 0, "subject", null, "text/plain", Map.of(), bytes, null);
    }
}
