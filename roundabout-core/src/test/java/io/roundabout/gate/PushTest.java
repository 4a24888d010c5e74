package io.roundabout.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.List;
import org.apache.qpid.protonj2.test.driver.ProtonTestClient;
import org.apache.qpid.protonj2.test.driver.actions.AttachInjectAction;
import org.apache.qpid.protonj2.test.driver.actions.TransferInjectAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How messages are pushed over AMQP, frame by frame. */
class PushTest {
    private static final int MOST = IncomingLink.MOST_UNDECIDED;

    @RegisterExtension
    private final GateVisit visit = new GateVisit();

    private final TestingDoor door = visit.door();
    private final ScriptedVehicle vehicle = visit.vehicle();
    private final ProtonTestClient peer = vehicle.peer();

    private void attach() {
        attach("push", 0);
    }

    private void attach(String link, int handle) {
        peer.expectAttach()
                .ofReceiver()
                .withName(link)
                .withMaxMessageSize(1 << 20)
                .withReceiverSettlesFirst()
                .withTarget()
                .withAddress("orders");
        peer.expectFlow().withLinkCredit(MOST);
        attaching(link, handle, "orders").now();
        vehicle.done();
    }

    private AttachInjectAction attaching(String link, int handle, String stream) {
        return peer.remoteAttach()
                .ofSender()
                .withName(link)
                .withHandle(handle)
                .withInitialDeliveryCount(0)
                .withSource()
                .also()
                .withTarget()
                .withAddress(stream)
                .also();
    }

    private TransferInjectAction empty(int id) {
        return peer.remoteTransfer().withHandle(0).withDeliveryId(id).withDeliveryTag(new byte[] {
            (byte) (id >> 8), (byte) id
        });
    }

    private TransferInjectAction transfer(int id, String body) {
        return empty(id).withPayload(data(body));
    }

    private static byte[] data(String body) {
        byte[] bytes = new byte[5 + body.length()];
        System.arraycopy(new byte[] {0, 0x53, 0x75, (byte) 0xA0, (byte) body.length()}, 0, bytes, 0, 5);
        System.arraycopy(body.getBytes(UTF_8), 0, bytes, 5, body.length());
        return bytes;
    }

    private void expectAccepted(int id) {
        peer.expectDisposition().withFirst(id).withSettled(true).withState().accepted();
    }

    private void awaitPushed(String... bodies) {
        await().untilAsserted(() -> assertThat(door.bodies()).containsExactly(bodies));
    }

    @Test
    void acceptsOnlyWhatIsCommitted() {
        door.holdDecisions();
        attach();
        transfer(0, "a").now();
        transfer(1, "b").now();
        awaitPushed("a", "b");
        expectAccepted(0);
        door.decide(1);
        vehicle.done();
        expectAccepted(1);

        door.decide(1);

        vehicle.done();
        assertThat(door.visitors()).containsExactly("orders vehicle-1");
        assertThat(visit.gate().counts().of(GateEvent.PUSHED)).isEqualTo(2);
    }

    @Test
    void rejectsWithTheCodeOfTheDoor() {
        attach();
        peer.expectDisposition().withFirst(0).withSettled(true).withState().rejected("roundabout:schema", "it is bad");
        expectAccepted(1);

        transfer(0, "bad").now();
        transfer(1, "good").now();

        vehicle.done();
        assertThat(visit.gate().counts().of(GateEvent.PUSH_REFUSED)).isOne();
    }

    @Test
    void rejectsABodyThatIsNone() {
        attach();
        peer.expectDisposition().withFirst(0).withSettled(true).withState().rejected("roundabout:bad-body");
        peer.expectDisposition().withFirst(1).withSettled(true).withState().rejected("roundabout:bad-body");

        empty(0).withBody().withSequence(List.of(1, 2)).also().now();
        empty(1).withPayload(new byte[] {1, 2, 3}).now();

        vehicle.done();
    }

    @Test
    void takesWhatItsSenderHasSettledAndAnswersNothing() {
        attach();
        transfer(0, "a").withSettled(true).now();
        expectAccepted(1);

        transfer(1, "b").now();

        vehicle.done();
        awaitPushed("a", "b");
    }

    @Test
    void putsTransfersTogether() {
        attach();
        byte[] whole = data("abc");
        empty(0).withMore(true).withPayload(Arrays.copyOf(whole, 6)).now();
        expectAccepted(0);

        peer.remoteTransfer()
                .withHandle(0)
                .withPayload(Arrays.copyOfRange(whole, 6, whole.length))
                .now();

        vehicle.done();
        awaitPushed("abc");
    }

    @Test
    void forgetsWhatItsSenderAborts() {
        attach();
        empty(0).withMore(true).withPayload(data("lost")).now();
        peer.remoteTransfer().withHandle(0).withDeliveryId(0).withAborted(true).now();
        expectAccepted(1);

        transfer(1, "kept").now();

        vehicle.done();
        awaitPushed("kept");
    }

    @Test
    void rejectsWhatIsTooLong() {
        attach();
        byte[] part = new byte[60_000];
        byte[] first = Arrays.copyOf(new byte[] {0, 0x53, 0x75, (byte) 0xB0, 0, 0x20, 0, 0, 'x'}, 60_000);
        empty(0).withMore(true).withPayload(first).now();
        for (int i = 0; i < 20; i++) {
            peer.remoteTransfer().withHandle(0).withMore(true).withPayload(part).now();
        }
        peer.expectDisposition().withFirst(0).withSettled(true).withState().rejected("roundabout:too-long");

        peer.remoteTransfer().withHandle(0).withPayload(part).now();

        vehicle.done();
        assertThat(door.pushed().get(0).body()).hasSizeBetween(65_536, 131_072).startsWith('x');
    }

    @Test
    void givesCreditBackForWhatIsDecidedOnly() {
        door.holdDecisions();
        attach();
        for (int i = 0; i < MOST; i++) {
            transfer(i, "m").now();
        }
        await().until(() -> door.pushed().size() == MOST);
        peer.expectFlow().withDeliveryCount(MOST).withLinkCredit(1);
        peer.expectDisposition().withFirst(0).withState().accepted();

        door.decide(1);

        vehicle.done();
    }

    /** As many as a stream brings in two turns at full speed (benchmarks/results.md): less lets turns run half empty. */
    @Test
    void takesWhatTwoTurnsCanTakeBeforeAnythingIsDecided() {
        int twoTurns = 5_200;
        door.holdDecisions();
        attach();

        for (int i = 0; i < twoTurns; i++) {
            transfer(i, "m").now();
        }

        await().until(() -> door.pushed().size() == twoTurns);
    }

    @Test
    void closesTheConnectionOfWhoSendsWithoutCredit() {
        door.holdDecisions();
        attach();
        for (int i = 0; i < MOST; i++) {
            transfer(i, "m").now();
        }
        await().until(() -> door.pushed().size() == MOST);
        peer.expectClose().withError("amqp:link:transfer-limit-exceeded");

        transfer(MOST, "one too many").now();

        vehicle.done();
    }

    @Test
    void releasesWhatWasGivenUpAndDetaches() {
        door.holdDecisions();
        attach();
        transfer(0, "a").now();
        awaitPushed("a");
        peer.expectDisposition().withFirst(0).withSettled(true).withState().released();
        peer.expectDetach().withClosed(true).withError("amqp:internal-error");

        door.giveUp();

        vehicle.done();
    }

    @Test
    void answersADetachWhenEverythingIsDecided() {
        door.holdDecisions();
        attach();
        transfer(0, "a").now();
        peer.remoteDetach().withHandle(0).withClosed(true).now();
        awaitPushed("a");
        await().until(() -> door.left() == 1);
        expectAccepted(0);
        peer.expectDetach().withClosed(true);

        door.decideAll();

        vehicle.done();
    }

    @Test
    void attachesAgainBeforeADetachIsAnswered() {
        door.holdDecisions();
        attach();
        transfer(0, "a").now();
        peer.remoteDetach().withHandle(0).withClosed(true).now();
        await().until(() -> door.left() == 1);
        peer.expectDisposition().withFirst(0).withSettled(true).withState().modified(true);
        peer.expectDetach().withClosed(true);

        attach("push", 0);
    }

    @Test
    void takesWhatAConnectionSentThatIsLost() {
        attach();
        door.holdDecisions();
        transfer(0, "a").now();
        awaitPushed("a");

        vehicle.close();

        await().until(() -> door.left() == 1);
        door.decideAll();
        await().until(() -> visit.gate().counts().of(GateEvent.PUSHED) == 1);
    }

    @Test
    void refusesAnUnknownStream() {
        peer.expectAttach().ofReceiver().withNullTarget();
        peer.expectDetach()
                .withClosed(true)
                .withError("amqp:not-found", "stream 'no-orders' is not declared; nearest: orders");

        attaching("push", 0, "no-orders").now();

        vehicle.done();
    }

    @Test
    void refusesASenderWithoutAddress() {
        peer.expectAttach().ofReceiver().withNullTarget();
        peer.expectDetach().withClosed(true).withError("amqp:not-implemented");

        peer.remoteAttach()
                .ofSender()
                .withName("anonymous")
                .withHandle(0)
                .withInitialDeliveryCount(0)
                .withSource()
                .also()
                .withTarget()
                .also()
                .now();

        vehicle.done();
    }

    @Test
    void tellsItsCreditWhenAsked() {
        attach();
        expectAccepted(0);
        transfer(0, "a").now();
        vehicle.done();
        peer.expectFlow().withNextIncomingId(2).withDeliveryCount(1).withLinkCredit(MOST - 1);

        vehicle.flow(0, 1, 0).withEcho(true).now();

        vehicle.done();
    }

    @Test
    void lendsALinkOnlyToOneOfItsName() throws Exception {
        attach();
        peer.expectDetach().withError("amqp:link:stolen");

        try (ScriptedVehicle thief = new ScriptedVehicle(visit.gate().address()).begin("vehicle-1")) {
            thief.peer().expectAttach().ofReceiver();
            thief.peer().expectFlow().withLinkCredit(MOST);
            thief.peer()
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
            thief.done();
            vehicle.done();
        }
    }

    @Test
    void tellsASenderFromAReceiverOfTheSameName() {
        attach("link", 0);

        vehicle.attach("link", 1, "orders");

        expectAccepted(0);
        transfer(0, "a").now();
        vehicle.done();
    }
}
