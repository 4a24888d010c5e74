package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.HeldRows;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.TurnReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The window on an output, without sockets. */
class OutputTest {
    private static final int READ_AHEAD = 4_000;

    private final TestingLoop loop = TestingLoop.still(2);
    private final HubSide hub = new HubSide(loop, loop, new MessageEncoder("hub-1"), 2, READ_AHEAD);
    private final Outputs outputs = new Outputs(hub, () -> {});
    private final Output orders = outputs.at("orders");

    OutputTest() {
        loop.listener(outputs::onTurn);
    }

    private void turn() {
        outputs.pass();
        loop.turn();
        outputs.pass();
    }

    private TestingCollector attach(int credit) {
        TestingCollector link = new TestingCollector().credit(credit);
        orders.attach(link);
        return link;
    }

    @Test
    void mergesLanesInTheOrderOfTheirMaking() {
        loop.put("orders", "a", "b", "c");
        loop.turn();
        loop.put("orders", "d", "e");
        TestingCollector link = attach(10);

        turn();
        turn();

        assertThat(link.bodies()).isEqualTo("abcde");
    }

    @Test
    void handsOverFreshMessagesWithoutAPage() {
        TestingCollector link = attach(10);
        turn();
        loop.put("orders", "a", "b");

        turn();

        assertThat(link.bodies()).isEqualTo("ab");
    }

    @Test
    void waitsForALaneThatMayHaveAnEarlierMessage() {
        loop.put("orders", "a");
        TestingCollector link = attach(10);
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

    private static StoredMessage message(long epoch, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new StoredMessage(epoch, 0, 0, 0, "subject", null, "text/plain", Map.of(), bytes, null);
    }

    @Test
    void putsReleasedMessagesBackAtTheirPlace() {
        loop.put("orders", "a", "b", "c");
        TestingCollector link = attach(2);
        turn();
        turn();

        orders.release(link.get(0));
        link.credit(2);
        outputs.pass();

        assertThat(link.bodies()).isEqualTo("ab" + "ac");
        assertThat(link.get(2).isDelivered()).isTrue();
        assertThat(link.get(2).attempts()).isZero();
    }

    @Test
    void countsFailuresAndOffersAgain() {
        loop.put("orders", "a");
        TestingCollector link = attach(2);
        turn();
        turn();

        orders.fail(link.get(0), null);
        outputs.pass();

        assertThat(link.bodies()).isEqualTo("aa");
        assertThat(link.get(1).attempts()).isOne();
        assertThat(loop.settlements()).extracting(Settlement::outcome).containsExactly(Outcome.FAILED);
    }

    @Test
    void sharesAmongLinksInTurn() {
        loop.put("orders", "a", "b", "c", "d");
        TestingCollector one = attach(10);
        TestingCollector other = attach(10);

        turn();
        turn();

        assertThat(one.bodies()).hasSize(2);
        assertThat(other.bodies()).hasSize(2);
    }

    @Test
    void keepsAKeyWithOneLink() {
        loop.putKeyed("orders", "k", "a").putKeyed("orders", "k", "b").putKeyed("orders", "other", "c");
        TestingCollector one = attach(1);
        turn();
        turn();
        TestingCollector other = attach(2);

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
        Outputs wide = new Outputs(new HubSide(loop, loop, new MessageEncoder("h"), 2, 10_000_000), () -> {});
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
        TestingCollector link = attach(10).fitting(300);

        turn();
        turn();

        assertThat(link.bodies()).isEqualTo("c");
    }

    @Test
    void readsNoFurtherAheadThanItsMemory() {
        loop.fill("orders", 1_000, 100);
        TestingCollector link = attach(0);
        for (int i = 0; i < 20; i++) {
            turn();
        }

        TestingCollector taker = attach(1_000);
        outputs.pass();

        assertThat(taker.bodies().length()).isLessThan(READ_AHEAD / 100);
        for (int i = 0; i < 200; i++) {
            turn();
        }
        assertThat(taker.bodies()).hasSize(1_000);
        assertThat(link.bodies()).isEmpty();
    }

    @Test
    void hungersOnlyWhileThereIsRoom() {
        attach(0);
        turn();
        assertThat(loop.appetite("orders")).isEqualTo(READ_AHEAD / 2);

        loop.fill("orders", 15, 100);
        turn();
        turn();

        assertThat(loop.appetite("orders")).isZero();
    }

    @Test
    void joinsNeighboursToOneSettlement() {
        loop.put("orders", "a", "b", "c", "d", "e", "f");
        TestingCollector link = attach(10);
        turn();
        turn();

        for (int i : new int[] {4, 0, 2}) {
            orders.accept(link.get(i), null);
        }
        orders.reject(link.get(1), "no", null);
        outputs.pass();

        assertThat(loop.settlements())
                .containsExactly(
                        new Settlement(new Lane("orders", 0), 0, 2, Outcome.ACCEPTED, "", "", 3),
                        new Settlement(new Lane("orders", 1), 0, 0, Outcome.DEAD, "rejected", "no", 1));
    }

    @Test
    void neverNamesAHeadThatLaterSettlementsRemove() {
        loop.put("orders", "a", "-", "b", "-", "c");
        TestingCollector link = attach(10);
        turn();
        turn();

        orders.accept(link.get(0), null);
        orders.reject(link.get(2), "no", null);
        orders.accept(link.get(4), null);
        outputs.pass();

        assertThat(loop.settlements()).extracting(Settlement::head).containsExactly(1L, 2L, 3L);
    }

    @Test
    void tellsWhenARemovalIsCommitted() {
        loop.put("orders", "a");
        TestingCollector link = attach(1);
        turn();
        turn();
        boolean[] committed = {false};

        orders.accept(link.get(0), () -> committed[0] = true);
        outputs.pass();

        assertThat(committed[0]).isFalse();
        loop.turn();
        assertThat(committed[0]).isTrue();
    }

    @Test
    void drainsOnlyWhenItKnowsWhatIsHeld() {
        loop.put("orders", "a");
        TestingCollector link = attach(10).drain(orders);
        outputs.pass();
        assertThat(link.isDrained()).isFalse();

        turn();
        turn();

        assertThat(link.bodies()).isEqualTo("a");
        assertThat(link.isDrained()).isTrue();
    }

    @Test
    void drainsWithoutWaitingForLaterTurns() {
        TestingCollector link = attach(10);
        turn();
        link.drain(orders);
        loop.put("orders", "a");
        loop.turn();

        outputs.pass();

        assertThat(link.isDrained()).isTrue();
    }

    @Test
    void drainsALinkThatIsFull() {
        loop.put("orders", "a", "b");
        TestingCollector link = attach(2);
        turn();
        link.fill();

        link.drain(orders);
        turn();

        assertThat(link.isDrained()).isTrue();
    }

    @Test
    void browsesFromHeadToTailOfTheMoment() {
        loop.put("orders", "a", "b");
        TestingCollector browser = new TestingCollector().credit(10);
        orders.browse(browser);
        turn();
        loop.put("orders", "c");
        turn();
        browser.drain(orders);
        turn();

        assertThat(browser.bodies()).isEqualTo("ab");
        assertThat(browser.isDrained()).isTrue();
        assertThat(loop.settlements()).isEmpty();
    }

    @Test
    void releasesItsMemoryWhenNobodyIsLeft() {
        loop.put("orders", "a");
        TestingCollector link = attach(1);
        turn();
        turn();

        orders.release(link.get(0));
        orders.detach(link);
        outputs.pass();

        assertThat(loop.isWatched("orders")).isFalse();
        Output again = outputs.at("orders");
        assertThat(again).isNotSameAs(orders);
        TestingCollector next = new TestingCollector().credit(1);
        again.attach(next);
        turn();
        turn();
        assertThat(next.get(0).isDelivered()).isTrue();
    }

    @Test
    void doesNotCloseItsSuccessor() {
        TestingCollector link = attach(1);
        turn();
        orders.detach(link);
        outputs.pass();
        Output again = outputs.at("orders");
        again.attach(new TestingCollector());

        orders.wake();
        turn();

        assertThat(outputs.at("orders")).isSameAs(again);
        assertThat(loop.isWatched("orders")).isTrue();
    }

    @Test
    void drainsBeforeAnythingIsKnownUpToTheFirstReport() {
        loop.put("orders", "a");
        TestingCollector link = attach(10).drain(orders);
        loop.turn();
        loop.put("orders", "b");
        turn();

        assertThat(link.bodies()).startsWith("a");
        assertThat(link.isDrained()).isTrue();
    }

    @Test
    void forgetsWhatLeftTheLaneWhileALinkHadIt() {
        loop.put("orders", "a");
        TestingCollector link = attach(2);
        turn();
        turn();
        LaneReport expired = new LaneReport(new Lane("orders", 0), 1, 1, HeldRows.NONE, 1);
        outputs.onTurn(new TurnReport(9, List.of(expired), List.of(), List.of()));

        orders.release(link.get(0));
        outputs.pass();

        assertThat(link.bodies()).isEqualTo("a");
    }

    @Test
    void staysUntilWhatWasDecidedIsCommitted() {
        loop.put("orders", "a");
        TestingCollector link = attach(1);
        turn();
        turn();

        orders.accept(link.get(0), null);
        orders.detach(link);
        outputs.pass();
        assertThat(loop.isWatched("orders")).isTrue();

        turn();
        assertThat(loop.isWatched("orders")).isFalse();
        assertThat(loop.held("orders")).isZero();
    }
}
