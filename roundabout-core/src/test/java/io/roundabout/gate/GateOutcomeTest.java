package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.gate.ScriptedVehicle.Delivered;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Settlement;
import org.apache.qpid.protonj2.test.driver.actions.DispositionInjectAction;
import org.apache.qpid.protonj2.test.driver.codec.transport.ReceiverSettleMode;
import org.apache.qpid.protonj2.test.driver.codec.transport.Role;
import org.apache.qpid.protonj2.test.driver.codec.transport.SenderSettleMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the outcomes a client says do, frame by frame. */
class GateOutcomeTest {
    @RegisterExtension
    private final GateVisit visit = new GateVisit();

    private final TestingLoop loop = visit.loop();
    private final Gate gate = visit.gate();
    private final ScriptedVehicle vehicle = visit.vehicle();

    @Test
    void repeatsReleasedMessageByteForByte() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expect("orders", 0, "a", Delivered.FIRST).release();
        vehicle.expect("orders", 0, "a", Delivered.AGAIN);

        vehicle.flow(0, 0, 10).now();

        vehicle.done();
        assertThat(loop.settlements()).isEmpty();
    }

    @Test
    void countsModifiedWithDeliveryFailed() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expect("orders", 0, "a", Delivered.FIRST).modify(true);
        vehicle.expect("orders", 0, "a", new Delivered(true, 1)).accept();

        vehicle.flow(0, 0, 10).now();

        vehicle.done();
        await().until(() -> loop.held("orders") == 0);
    }

    @Test
    void keepsWhatIsUndeliverableHereFromThisLink() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny().modify(false, true);
        vehicle.peer().expectFlow().withLinkCredit(0);

        vehicle.flow(0, 0, 10).withDrain(true).now();

        vehicle.done();
        assertThat(loop.held("orders")).isOne();
    }

    @Test
    void makesDeadLettersOfRejectedMessages() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny().reject("acme:bad", "no such customer");

        vehicle.flow(0, 0, 1).now();

        vehicle.done();
        await().until(() -> loop.held("dead/orders") == 1);
        assertThat(loop.messages("dead/orders").get(0).properties())
                .containsEntry("reason", "rejected")
                .containsEntry("detail", "no such customer");
    }

    @Test
    void keepsNoMoreOfAReasonThanADeadLetterHas() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny().reject("acme:bad", "x".repeat(5_000));

        vehicle.flow(0, 0, 1).now();

        vehicle.done();
        await().until(() -> loop.held("dead/orders") == 1);
        assertThat(loop.settlements().get(0).detail()).isEqualTo("x".repeat(1_024));
    }

    @Test
    void makesDeadLettersAfterTheLastAttempt() {
        loop.maxDeliveries(2).put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny().modify(true);
        vehicle.expectAny().modify(true);

        vehicle.flow(0, 0, 10).now();

        vehicle.done();
        await().until(() -> loop.held("dead/orders") == 1);
        assertThat(loop.messages("dead/orders").get(0).properties()).containsEntry("reason", "max-deliveries");
    }

    @Test
    void settlesRangesAsRanges() {
        loop.put("orders", "a", "b", "c", "d");
        vehicle.attach("link", 0, "orders");
        for (int i = 0; i < 4; i++) {
            vehicle.expectAny();
        }
        vehicle.flow(0, 0, 4).now();
        vehicle.done();

        disposition(0, 3).withSettled(true).withState().accepted().now();

        await().until(() -> loop.held("orders") == 0);
        assertThat(loop.settlements()).singleElement().satisfies(settlement -> {
            assertThat(settlement.first()).isZero();
            assertThat(settlement.last()).isEqualTo(3);
            assertThat(settlement.head()).isEqualTo(4);
        });
    }

    @Test
    void countsOneAttemptWhenTheConnectionBreaks() throws Exception {
        loop.put("orders", "a", "b");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny();
        vehicle.expectAny();
        vehicle.flow(0, 0, 10).now();
        vehicle.done();

        vehicle.close();

        await().until(() -> loop.attempts("orders") == 1);
        try (ScriptedVehicle next = new ScriptedVehicle(gate.address()).begin("vehicle-2")) {
            next.attach("link", 0, "orders");
            next.expect("orders", 0, "a", new Delivered(true, 1));
            next.expect("orders", 1, "b", Delivered.AGAIN);
            next.flow(0, 0, 10).now();
            next.done();
        }
    }

    @Test
    void saysAlsoAfterARestartThatAFailedMessageWasDelivered() throws Exception {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny().modify(true);
        vehicle.flow(0, 0, 1).now();
        vehicle.done();
        await().until(() -> loop.attempts("orders") == 1);
        gate.close();

        GateHub hub = new GateHub("hub-1", 1, loop, loop, new TestingDoor(), failure -> {});
        try (Gate restarted = Gate.open(GateSettings.defaults("127.0.0.1", 0), hub);
                ScriptedVehicle next = new ScriptedVehicle(restarted.address())) {
            loop.listener(restarted);
            next.begin("vehicle-1").attach("link", 0, "orders");
            next.expect("orders", 0, "a", new Delivered(true, 1));
            next.flow(0, 0, 1).now();
            next.done();
        }
    }

    @Test
    void countsNoAttemptWhenTheClientDetaches() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny();
        vehicle.flow(0, 0, 10).now();
        vehicle.done();
        vehicle.peer().expectDetach().withClosed(true);
        vehicle.peer().remoteDetach().withHandle(0).withClosed(true).now();
        vehicle.done();

        vehicle.attach("link", 0, "orders");
        vehicle.expect("orders", 0, "a", Delivered.AGAIN);
        vehicle.flow(0, 0, 1).now();
        vehicle.done();
        assertThat(loop.settlements()).isEmpty();
    }

    @Test
    void settlesInTheSecondModeWhenTheRemovalIsCommitted() {
        loop.put("orders", "a");
        vehicle.peer().expectAttach().withRcvSettleMode(ReceiverSettleMode.SECOND);
        vehicle.attaching("link", 0, "orders").withReceivervSettlesSecond().now();
        vehicle.done();
        vehicle.expectAny();
        vehicle.flow(0, 0, 1).now();
        vehicle.done();
        vehicle.peer()
                .expectDisposition()
                .withRole(Role.SENDER.getValue())
                .withFirst(0)
                .withSettled(true);

        disposition(0, 0).withSettled(false).withState().accepted().now();

        vehicle.done();
        assertThat(loop.held("orders")).isZero();
    }

    @Test
    void removesAtOnceWhereTheLinkAsksForSettled() {
        loop.put("orders", "a");
        vehicle.peer().expectAttach().withSndSettleMode(SenderSettleMode.SETTLED);
        vehicle.attaching("link", 0, "orders").withSenderSettleModeSettled().now();
        vehicle.done();
        vehicle.expectAny().withSettled(true);

        vehicle.flow(0, 0, 1).now();

        vehicle.done();
        await().until(() -> loop.held("orders") == 0);
        assertThat(loop.settlements()).extracting(Settlement::outcome).containsExactly(Outcome.ACCEPTED);
    }

    private DispositionInjectAction disposition(long first, long last) {
        return vehicle.peer()
                .remoteDisposition()
                .withRole(Role.RECEIVER)
                .withFirst(first)
                .withLast(last);
    }
}
