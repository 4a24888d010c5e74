package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.gate.ScriptedVehicle.Delivered;
import io.roundabout.outbox.BrokerAddress;
import java.util.Map;
import org.apache.qpid.protonj2.test.driver.codec.primitives.UnsignedLong;
import org.apache.qpid.protonj2.test.driver.codec.transport.SenderSettleMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How links are attached, refused and ended, frame by frame. */
class GateLinkTest {
    @RegisterExtension
    private final GateVisit visit = new GateVisit();

    private final TestingLoop loop = visit.loop();
    private final Gate gate = visit.gate();
    private final ScriptedVehicle vehicle = visit.vehicle();

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
    void refusesToGiveWhatGoesToABroker() {
        loop.relays(Map.of("orders", BrokerAddress.parse("amqp://broker.invalid/archive")));
        vehicle.peer().expectAttach().ofSender().withNullSource();
        vehicle.peer().expectDetach().withClosed(true).withError("amqp:not-allowed");

        vehicle.attaching("link", 0, "orders").now();

        vehicle.done();
    }

    @Test
    void letsWhatGoesToABrokerBeBrowsed() {
        loop.relays(Map.of("orders", BrokerAddress.parse("amqp://broker.invalid/archive")));
        loop.put("orders", "a");
        vehicle.peer().expectAttach();
        vehicle.attaching("browser", 0, "orders")
                .withSource()
                .withAddress("orders")
                .withDistributionMode("copy")
                .also()
                .now();
        vehicle.done();
        vehicle.expect("orders", 0, "a", Delivered.FIRST);

        vehicle.flow(0, 0, 1).now();

        vehicle.done();
    }

    @Test
    void detachesWhoCollectsWhatGoesToABrokerFromNowOn() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.peer().expectDetach().withError("amqp:resource-deleted");

        loop.relays(Map.of("orders", BrokerAddress.parse("amqp://broker.invalid/archive")));
        gate.onRules();

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

    @Test
    void browsesSettledWhereTheLinkAsksForIt() {
        loop.put("orders", "a");
        vehicle.peer().expectAttach().withSndSettleMode(SenderSettleMode.SETTLED);
        vehicle.peer()
                .remoteAttach()
                .ofReceiver()
                .withName("browser")
                .withHandle(0)
                .withSenderSettleModeSettled()
                .withTarget()
                .also()
                .withSource()
                .withAddress("orders")
                .withDistributionMode("copy")
                .also()
                .now();
        vehicle.done();
        vehicle.expectAny().withSettled(true);

        vehicle.flow(0, 0, 10).now();

        vehicle.done();
        assertThat(loop.held("orders")).isOne();
        assertThat(loop.settlements()).isEmpty();
    }
}
