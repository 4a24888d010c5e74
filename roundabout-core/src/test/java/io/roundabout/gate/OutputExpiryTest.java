package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.Lane;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.PastDue;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.TurnReport;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of messages that waited too long while links collect, without sockets. */
class OutputExpiryTest {
    private static final Lane LANE = new Lane("orders", 0);

    private final TestingOutputs outputs = new TestingOutputs();
    private final TestingLoop loop = outputs.loop();
    private final Output orders = outputs.at("orders");

    private TestingCollector attach(int credit) {
        TestingCollector link = outputs.attach(credit);
        outputs.turn();
        outputs.turn();
        return link;
    }

    private void tell(long below) {
        outputs.onTurn(
                new TurnReport(99, List.of(), List.of(), List.of(), Set.of(), List.of(new PastDue(LANE, below)), 0));
        outputs.pass();
    }

    private static Settlement settled(long first, long last, Outcome outcome, long head) {
        return new Settlement(LANE, first, last, outcome, "", "", head);
    }

    @Test
    void letsGoWhatNoLinkHas() {
        loop.put("orders", "a", "-", "b", "-", "c", "-", "d");
        TestingCollector link = attach(1);

        tell(3);
        link.credit(9);
        orders.wake();
        outputs.pass();

        assertThat(loop.settlements()).containsExactly(settled(1, 2, Outcome.EXPIRED, 0));
        assertThat(link.bodies()).isEqualTo("a---d");
    }

    @Test
    void letsGoWhatComesBack() {
        loop.put("orders", "a", "-", "b");
        TestingCollector link = attach(1);
        tell(2);

        orders.release(link.get(0));
        link.credit(9);
        outputs.turn();

        assertThat(loop.settlements())
                .containsExactly(settled(1, 1, Outcome.EXPIRED, 0), settled(0, 0, Outcome.EXPIRED, 2));
        assertThat(link.bodies()).isEqualTo("a-");
        assertThat(loop.held("orders")).isOne();
    }

    @Test
    void countsTheAttemptOfWhatFailsAndLetsItGo() {
        loop.put("orders", "a", "-", "b");
        TestingCollector link = attach(2);
        tell(1);

        orders.fail(link.get(0), null);
        outputs.pass();

        assertThat(loop.settlements())
                .containsExactly(settled(0, 0, Outcome.FAILED, 0), settled(0, 0, Outcome.EXPIRED, 1));
    }

    @Test
    void leavesToALinkWhatItHasAndTakesIt() {
        loop.put("orders", "a", "-", "b");
        TestingCollector link = attach(1);
        tell(2);

        orders.accept(link.get(0), null);
        outputs.pass();

        assertThat(loop.settlements())
                .containsExactly(settled(1, 1, Outcome.EXPIRED, 0), settled(0, 0, Outcome.ACCEPTED, 2));
    }

    @Test
    void letsGoWhatWasNeverReadAndOffersNoneOfIt() {
        loop.fill("orders", 400, 1_000);
        TestingCollector link = attach(1);
        outputs.turn();
        int before = link.size();

        tell(150);
        link.credit(1_000);
        for (int turns = 0; turns < 400; turns++) {
            link.acceptAll(orders);
            orders.wake();
            outputs.turn();
        }

        long expired = loop.settlements().stream()
                .filter(settlement -> settlement.outcome() == Outcome.EXPIRED)
                .mapToLong(settlement -> settlement.last() - settlement.first() + 1)
                .sum();
        assertThat(before).isOne();
        assertThat(expired).isBetween(149L, 150L);
        assertThat(link.size()).isEqualTo(400 - (int) expired);
        assertThat(loop.held("orders")).isZero();
    }

    @Test
    void offersAgainWhatIsNotDueByOtherRules() {
        loop.put("orders", "a");
        TestingCollector link = attach(1);
        tell(1);
        orders.onRules();

        orders.release(link.get(0));
        link.credit(1);
        outputs.pass();

        assertThat(link.bodies()).isEqualTo("aa");
        assertThat(loop.settlements()).isEmpty();
    }
}
