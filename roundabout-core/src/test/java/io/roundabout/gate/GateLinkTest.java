package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.gate.ScriptedVehicle.Delivered;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Settlement;
import org.apache.qpid.protonj2.test.driver.actions.DispositionInjectAction;
import org.apache.qpid.protonj2.test.driver.codec.primitives.UnsignedLong;
import org.apache.qpid.protonj2.test.driver.codec.transport.ReceiverSettleMode;
import org.apache.qpid.protonj2.test.driver.codec.transport.Role;
import org.apache.qpid.protonj2.test.driver.codec.transport.SenderSettleMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a link does, frame by frame. */
class GateLinkTest {
    private static final long MOST_CREDIT = 0xFFFF_FFFFL;

    private final TestingLoop loop = TestingLoop.turning(1);
    private final Gate gate = Gate.open(GateSettings.defaults("127.0.0.1", 0), 1, "hub-1", loop, loop);
    private ScriptedVehicle vehicle;

    @BeforeEach
    void begin() throws Exception {
        loop.listener(gate);
        vehicle = new ScriptedVehicle(gate.address()).begin("vehicle-1");
    }

    @AfterEach
    void close() {
        vehicle.close();
        gate.close();
        loop.close();
    }

    @Test
    void sendsNoMoreThanCredit() {
        loop.put("orders", "a", "b");
        vehicle.attach("link", 0, "orders");
        vehicle.expect("orders", 0, "a", Delivered.FIRST);
        vehicle.flow(0, 0, 1).now();
        vehicle.done();

        // Had a second transfer come, it would come before this one's.
        vehicle.expect("orders", 1, "b", Delivered.FIRST);
        vehicle.flow(0, 1, 1).now();
        vehicle.done();
        assertThat(gate.counts().of(GateEvent.DELIVERED)).isEqualTo(2);
    }

    @Test
    void readsCreditAsUnsigned() {
        loop.put("orders", "a", "b", "c");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny();
        vehicle.expectAny();
        vehicle.expectAny();

        vehicle.flow(0, 0, MOST_CREDIT).now();

        vehicle.done();
    }

    @Test
    void givesUpTheLargestCreditWhenDrained() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny();
        vehicle.peer().expectFlow().withDeliveryCount(MOST_CREDIT).withLinkCredit(0);

        vehicle.flow(0, 0, MOST_CREDIT).withDrain(true).now();

        vehicle.done();
    }

    @Test
    void takesCreditBackThatWasUnderWay() {
        loop.put("orders", "a", "b", "c");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny();
        vehicle.expectAny();
        vehicle.flow(0, 0, 2).now();
        vehicle.done();

        // The client has seen one of the two when it stops.
        vehicle.flow(0, 1, 0).now();
        vehicle.peer().expectFlow().withDeliveryCount(2).withLinkCredit(0);
        vehicle.flow(0, 2, 0).withDrain(true).withEcho(true).now();
        vehicle.done();
        assertThat(gate.counts().of(GateEvent.DELIVERED)).isEqualTo(2);
    }

    @Test
    void drainsAtOnceWhenNothingIsHeld() {
        vehicle.attach("link", 0, "orders");
        vehicle.peer().expectFlow().withDeliveryCount(10).withLinkCredit(0).withDrain(true);

        vehicle.flow(0, 0, 10).withDrain(true).now();

        vehicle.done();
    }

    @Test
    void drainsAfterEverythingHeldWasOffered() {
        loop.put("orders", "a", "b");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny();
        vehicle.expectAny();
        vehicle.peer().expectFlow().withDeliveryCount(10).withLinkCredit(0);

        vehicle.flow(0, 0, 10).withDrain(true).now();

        vehicle.done();
    }

    @Test
    void saysThatItIsDrainedAlsoWhenCreditIsUsedUp() {
        loop.put("orders", "a", "b");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny();
        vehicle.peer().expectFlow().withDeliveryCount(1).withLinkCredit(0).withDrain(true);

        vehicle.flow(0, 0, 1).withDrain(true).now();

        vehicle.done();
    }

    @Test
    void stopsAtTheSessionWindow() {
        loop.put("orders", "a", "b", "c");
        vehicle.attach("link", 0, "orders");
        vehicle.expect("orders", 0, "a", Delivered.FIRST);
        vehicle.flow(0, 0, 10).withNextIncomingId(1).withIncomingWindow(1).now();
        vehicle.done();

        vehicle.expect("orders", 1, "b", Delivered.FIRST);
        vehicle.expect("orders", 2, "c", Delivered.FIRST);
        vehicle.peer().expectFlow().withDeliveryCount(11).withLinkCredit(0);
        vehicle.flow(0, 1, 10)
                .withNextIncomingId(2)
                .withIncomingWindow(10)
                .withDrain(true)
                .now();

        vehicle.done();
    }

    @Test
    void drainsOnlyWhenTheSessionWindowLetEverythingThrough() {
        loop.put("orders", "a", "b");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny();
        vehicle.flow(0, 0, 10)
                .withNextIncomingId(1)
                .withIncomingWindow(1)
                .withDrain(true)
                .now();
        vehicle.done();

        vehicle.expectAny();
        vehicle.peer().expectFlow().withDeliveryCount(10).withLinkCredit(0);
        vehicle.peer()
                .remoteFlow()
                .withNullHandle()
                .withNextIncomingId(2)
                .withIncomingWindow(10)
                .withNextOutgoingId(1)
                .withOutgoingWindow(10)
                .now();

        vehicle.done();
    }

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

    @Test
    void browsesWithoutTaking() {
        loop.put("orders", "a", "b");
        vehicle.peer().expectAttach();
        vehicle.peer()
                .remoteAttach()
                .ofReceiver()
                .withName("browser")
                .withHandle(0)
                .withTarget()
                .also()
                .withSource()
                .withAddress("orders")
                .withDistributionMode("copy")
                .also()
                .now();
        vehicle.done();
        vehicle.expect("orders", 0, "a", Delivered.FIRST).accept();
        vehicle.expect("orders", 1, "b", Delivered.FIRST).accept();
        vehicle.peer().expectFlow().withLinkCredit(0);

        vehicle.flow(0, 0, 10).withDrain(true).now();

        vehicle.done();
        assertThat(loop.held("orders")).isEqualTo(2);
        assertThat(loop.settlements()).isEmpty();
    }

    @Test
    void passesOverWhatIsTooLargeForTheLink() {
        loop.put("orders", "x".repeat(10_000), "small");
        vehicle.peer().expectAttach();
        vehicle.attaching("link", 0, "orders")
                .withMaxMessageSize(UnsignedLong.valueOf(5_000))
                .now();
        vehicle.done();
        vehicle.expect("orders", 1, "small", Delivered.FIRST);
        vehicle.peer().expectFlow().withLinkCredit(0);

        vehicle.flow(0, 0, 10).withDrain(true).now();

        vehicle.done();
        assertThat(gate.counts().of(GateEvent.PASSED_OVER)).isOne();
    }

    @Test
    void refusesAnUnknownAddress() {
        loop.only("orders");
        vehicle.peer().expectAttach().ofSender().withNullSource();
        vehicle.peer().expectDetach().withClosed(true).withError("amqp:not-found");

        vehicle.attaching("link", 0, "odrers").now();

        vehicle.done();
    }

    @Test
    void refusesSenders() {
        vehicle.peer().expectAttach().ofReceiver().withNullTarget();
        vehicle.peer().expectDetach().withClosed(true).withError("amqp:not-implemented");

        vehicle.peer()
                .remoteAttach()
                .ofSender()
                .withName("push")
                .withHandle(0)
                .withInitialDeliveryCount(0)
                .withSource()
                .also()
                .withTarget()
                .withAddress("orders")
                .also()
                .now();

        vehicle.done();
    }

    @Test
    void refusesTransactions() {
        vehicle.peer().expectAttach().ofReceiver().withNullTarget();
        vehicle.peer().expectDetach().withClosed(true).withError("amqp:not-implemented");

        vehicle.peer()
                .remoteAttach()
                .ofSender()
                .withName("transactions")
                .withHandle(0)
                .withInitialDeliveryCount(0)
                .withSource()
                .also()
                .withCoordinator()
                .also()
                .now();

        vehicle.done();
    }

    @Test
    void lendsALinkToTheNewestWithItsName() throws Exception {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny();
        vehicle.flow(0, 0, 1).now();
        vehicle.done();
        vehicle.peer().expectDetach().withError("amqp:link:stolen");

        try (ScriptedVehicle thief = new ScriptedVehicle(gate.address()).begin("vehicle-1")) {
            thief.attach("link", 0, "orders");
            vehicle.done();
            thief.expect("orders", 0, "a", Delivered.AGAIN);
            thief.flow(0, 0, 1).now();
            thief.done();
        }
    }

    @Test
    void lendsALinkAgainWithinASession() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.peer().expectDetach().withHandle(0).withError("amqp:link:stolen");
        vehicle.peer().expectAttach().ofSender().withName("link");
        vehicle.attaching("link", 1, "orders").now();
        vehicle.done();
        vehicle.expectAny();

        vehicle.flow(1, 0, 1).now();

        vehicle.done();
    }

    @Test
    void detachesAndClosesWhenTheGateCloses() {
        vehicle.attach("link", 0, "orders");
        vehicle.peer().expectDetach().withError("amqp:connection:forced");
        vehicle.peer().expectClose().withError("amqp:connection:forced");

        gate.close();

        vehicle.done();
    }

    private DispositionInjectAction disposition(long first, long last) {
        return vehicle.peer()
                .remoteDisposition()
                .withRole(Role.RECEIVER)
                .withFirst(first)
                .withLast(last);
    }
}
