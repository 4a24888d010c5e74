package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.HeldRows;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.TurnReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of messages that links had, without sockets. */
class OutputSettlingTest {
    private final TestingOutputs outputs = new TestingOutputs();
    private final TestingLoop loop = outputs.loop();
    private final Output orders = outputs.at("orders");

    @Test
    void countsFailuresAndOffersAgain() {
        loop.put("orders", "a");
        TestingCollector link = outputs.attach(2);
        outputs.turn();
        outputs.turn();

        orders.fail(link.get(0), null);
        outputs.pass();

        assertThat(link.bodies()).isEqualTo("aa");
        assertThat(link.get(1).attempts()).isOne();
        assertThat(loop.settlements()).extracting(Settlement::outcome).containsExactly(Outcome.FAILED);
    }

    @Test
    void joinsNeighboursToOneSettlement() {
        loop.put("orders", "a", "b", "c", "d", "e", "f");
        TestingCollector link = outputs.attach(10);
        outputs.turn();
        outputs.turn();

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
        TestingCollector link = outputs.attach(10);
        outputs.turn();
        outputs.turn();

        orders.accept(link.get(0), null);
        orders.reject(link.get(2), "no", null);
        orders.accept(link.get(4), null);
        outputs.pass();

        assertThat(loop.settlements()).extracting(Settlement::head).containsExactly(1L, 2L, 3L);
    }

    @Test
    void tellsWhenARemovalIsCommitted() {
        loop.put("orders", "a");
        TestingCollector link = outputs.attach(1);
        outputs.turn();
        outputs.turn();
        boolean[] committed = {false};

        orders.accept(link.get(0), () -> committed[0] = true);
        outputs.pass();

        assertThat(committed[0]).isFalse();
        loop.turn();
        assertThat(committed[0]).isTrue();
    }

    @Test
    void staysUntilWhatWasDecidedIsCommitted() {
        loop.put("orders", "a");
        TestingCollector link = outputs.attach(1);
        outputs.turn();
        outputs.turn();

        orders.accept(link.get(0), null);
        orders.detach(link);
        outputs.pass();
        assertThat(loop.isWatched("orders")).isTrue();

        outputs.turn();
        assertThat(loop.isWatched("orders")).isFalse();
        assertThat(loop.held("orders")).isZero();
    }

    @Test
    void forgetsWhatLeftTheLaneWhileALinkHadIt() {
        loop.put("orders", "a");
        TestingCollector link = outputs.attach(2);
        outputs.turn();
        outputs.turn();
        LaneReport expired = new LaneReport(new Lane("orders", 0), 1, 1, HeldRows.NONE, 1);
        outputs.onTurn(new TurnReport(9, List.of(expired), List.of(), List.of()));

        orders.release(link.get(0));
        outputs.pass();

        assertThat(link.bodies()).isEqualTo("a");
    }

    @Test
    void deliversNothingThatWasSupersededAfterItWasRead() {
        loop.put("orders", "a", "b", "c", "d", "e");
        TestingCollector link = outputs.attach(1);
        outputs.turn();
        outputs.turn();
        assertThat(link.bodies()).isEqualTo("a");

        // Lane 0 has a, c and e: c waits in the gate, as what comes before and after it does.
        loop.supersede(new Lane("orders", 0), 1);
        loop.turn();
        link.credit(9);
        outputs.pass();

        assertThat(link.bodies()).isEqualTo("abde");
    }

    @Test
    void forgetsWhatWasSupersededWhileALinkHadIt() {
        loop.put("orders", "a", "b", "c");
        TestingCollector link = outputs.attach(3);
        outputs.turn();
        outputs.turn();
        loop.supersede(new Lane("orders", 0), 1);
        loop.turn();

        orders.release(link.get(2));
        link.credit(9);
        outputs.turn();

        assertThat(link.bodies()).isEqualTo("abc");
    }

    @Test
    void putsReleasedMessagesBackAtTheirPlace() {
        loop.put("orders", "a", "b", "c");
        TestingCollector link = outputs.attach(2);
        outputs.turn();
        outputs.turn();

        orders.release(link.get(0));
        link.credit(2);
        outputs.pass();

        assertThat(link.bodies()).isEqualTo("ab" + "ac");
        assertThat(link.isRedelivery(2)).isTrue();
        assertThat(link.get(2).attempts()).isZero();
    }

    @Test
    void drainsOnlyWhenItKnowsWhatIsHeld() {
        loop.put("orders", "a");
        TestingCollector link = outputs.attach(10).drain(orders);
        outputs.pass();
        assertThat(link.isDrained()).isFalse();

        outputs.turn();
        outputs.turn();

        assertThat(link.bodies()).isEqualTo("a");
        assertThat(link.isDrained()).isTrue();
    }

    @Test
    void drainsWithoutWaitingForLaterTurns() {
        TestingCollector link = outputs.attach(10);
        outputs.turn();
        link.drain(orders);
        loop.put("orders", "a");
        loop.turn();

        outputs.pass();

        assertThat(link.isDrained()).isTrue();
    }

    @Test
    void drainsALinkThatIsFull() {
        loop.put("orders", "a", "b");
        TestingCollector link = outputs.attach(2);
        outputs.turn();
        link.fill();

        link.drain(orders);
        outputs.turn();

        assertThat(link.isDrained()).isTrue();
    }

    @Test
    void drainsBeforeAnythingIsKnownUpToTheFirstReport() {
        loop.put("orders", "a");
        TestingCollector link = outputs.attach(10).drain(orders);
        loop.turn();
        loop.put("orders", "b");
        outputs.turn();

        assertThat(link.bodies()).startsWith("a");
        assertThat(link.isDrained()).isTrue();
    }

    @Test
    void offersWhatAnotherLinkWouldNotHaveAlsoAfterReadingItAgain() {
        loop.put("orders", "a", "-", "b");
        TestingCollector picky = outputs.attach(1);
        outputs.turn();
        outputs.turn();
        orders.exclude(picky.get(0), picky);
        orders.release(picky.get(0));
        outputs.pass();

        orders.giveBack();
        picky.credit(2);
        orders.wake();
        outputs.turn();
        outputs.turn();
        TestingCollector other = outputs.attach(1);
        outputs.turn();

        assertThat(picky.bodies()).isEqualTo("a-b");
        assertThat(other.bodies()).isEqualTo("a");
        assertThat(other.isRedelivery(0)).isTrue();
    }

    @Test
    void offersAgainToTheNextLinkOfOneThatWouldNotHaveIt() {
        loop.put("orders", "a");
        TestingCollector picky = outputs.attach(2);
        outputs.turn();
        outputs.turn();
        orders.exclude(picky.get(0), picky);
        orders.release(picky.get(0));
        outputs.pass();
        assertThat(picky.bodies()).isEqualTo("a");

        orders.detach(picky);
        orders.attach(picky);
        outputs.turn();
        outputs.turn();

        assertThat(picky.bodies()).as("nothing is kept of a link that is gone").isEqualTo("aa");
    }
}
