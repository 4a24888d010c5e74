package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.gate.ScriptedVehicle.Delivered;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Credit, drain and flow of a link, frame by frame. */
class GateCreditTest {
    private static final long MOST_CREDIT = 0xFFFF_FFFFL;

    @RegisterExtension
    private final GateVisit visit = new GateVisit();

    private final TestingLoop loop = visit.loop();
    private final Gate gate = visit.gate();
    private final ScriptedVehicle vehicle = visit.vehicle();

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
    void countsWhatLinksAskForAndHave() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expect("orders", 0, "a", Delivered.FIRST);
        vehicle.flow(0, 0, 3).now();
        vehicle.done();

        assertThat(gate.figures().toCompletableFuture().join())
                .isEqualTo(new GateFigures(1, Map.of("orders", new LinkFigures(1, 2, 1)), Map.of()));
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
    void answersAnEcho() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny();
        vehicle.flow(0, 0, 10).now();
        vehicle.done();

        vehicle.peer()
                .expectFlow()
                .withHandle(0)
                .withNextIncomingId(1)
                .withNextOutgoingId(2)
                .withDeliveryCount(1)
                .withLinkCredit(9);
        vehicle.flow(0, 1, 9).withEcho(true).now();

        vehicle.done();
    }

    @Test
    void answersAnEchoOfTheSession() {
        vehicle.peer()
                .expectFlow()
                .withHandle(org.hamcrest.Matchers.nullValue())
                .withNextIncomingId(1)
                .withNextOutgoingId(1);

        vehicle.peer()
                .remoteFlow()
                .withNullHandle()
                .withNextIncomingId(1)
                .withIncomingWindow(10)
                .withNextOutgoingId(1)
                .withOutgoingWindow(10)
                .withEcho(true)
                .now();

        vehicle.done();
    }
}
