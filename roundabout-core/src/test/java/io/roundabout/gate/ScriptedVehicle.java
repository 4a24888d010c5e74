package io.roundabout.gate;

import static org.hamcrest.Matchers.any;

import io.roundabout.outbox.HeldRow;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.StoredMessage;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.test.driver.ProtonTestClient;
import org.apache.qpid.protonj2.test.driver.actions.AttachInjectAction;
import org.apache.qpid.protonj2.test.driver.actions.FlowInjectAction;
import org.apache.qpid.protonj2.test.driver.expectations.TransferExpectation;

/** A collecting client that does exactly what a test says, frame by frame. */
final class ScriptedVehicle implements AutoCloseable {
    private static final long WINDOW = 100_000;

    private final ProtonTestClient peer = new ProtonTestClient();
    private final InetSocketAddress gate;

    ScriptedVehicle(InetSocketAddress gate) {
        this.gate = gate;
    }

    ProtonTestClient peer() {
        return peer;
    }

    /** Connects and opens, as container {@code name}, with one session. */
    ScriptedVehicle begin(String name) throws Exception {
        peer.queueClientSaslAnonymousConnect();
        peer.remoteOpen().withContainerId(name).queue();
        peer.expectOpen().withContainerId("hub-1");
        peer.remoteBegin()
                .withNextOutgoingId(1)
                .withIncomingWindow(WINDOW)
                .withOutgoingWindow(WINDOW)
                .queue();
        peer.expectBegin();
        connect();
        return done();
    }

    void connect() throws Exception {
        peer.connect(gate.getHostString(), gate.getPort());
    }

    /** Waits until everything expected so far has come. */
    ScriptedVehicle done() {
        peer.waitForScriptToComplete(5, TimeUnit.SECONDS);
        return this;
    }

    AttachInjectAction attaching(String link, int handle, String address) {
        return peer.remoteAttach()
                .ofReceiver()
                .withName(link)
                .withHandle(handle)
                .withTarget()
                .also()
                .withSource()
                .withAddress(address)
                .also();
    }

    ScriptedVehicle attach(String link, int handle, String address) {
        peer.expectAttach().ofSender().withName(link);
        attaching(link, handle, address).now();
        return done();
    }

    FlowInjectAction flow(int handle, long deliveryCount, long credit) {
        return peer.remoteFlow()
                .withNextIncomingId(0)
                .withIncomingWindow(WINDOW)
                .withNextOutgoingId(1)
                .withOutgoingWindow(WINDOW)
                .withHandle(handle)
                .withDeliveryCount(deliveryCount)
                .withLinkCredit(credit);
    }

    TransferExpectation expectAny() {
        return peer.expectTransfer().withPayload(any(ByteBuffer.class));
    }

    /** Expects the message with a text body that {@link TestingLoop#put} holds in the first lane of {@code address}. */
    TransferExpectation expect(String address, int number, String body, Delivered as) {
        StoredMessage stored = new StoredMessage(
                1,
                number,
                1_700_000_000_000L,
                1_600_000_000_000L,
                "subject",
                null,
                "text/plain",
                java.util.Map.of(),
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                null);
        HeldMessage message = new MessageEncoder("hub-1")
                .read(new Lane(address, 0), new HeldRow(number, as.attempts(), stored.write()));
        if (as.before()) {
            message.markDelivered();
        }
        byte[] header = MessageEncoder.header(message);
        return peer.expectTransfer()
                .withPayload(ByteBuffer.allocate(header.length + message.bareMessage().length)
                        .put(header)
                        .put(message.bareMessage())
                        .array());
    }

    /** What a header says of former deliveries. */
    record Delivered(boolean before, int attempts) {
        static final Delivered FIRST = new Delivered(false, 0);
        static final Delivered AGAIN = new Delivered(true, 0);
    }

    @Override
    public void close() {
        peer.close();
    }
}
