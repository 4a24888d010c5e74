package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.ClientOptions;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate with a stock client. */
class GateClientTest {
    private final TestingLoop loop = TestingLoop.turning(2);
    private final Gate gate = Gate.open(
            GateSettings.defaults("127.0.0.1", 0),
            new GateHub("hub-1", 2, loop, loop, new TestingDoor(), failure -> {}));
    private final Client client = Client.create(new ClientOptions().id("client-1"));
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        loop.listener(gate);
        connection = client.connect("127.0.0.1", gate.address().getPort());
    }

    @AfterEach
    void close() {
        client.close();
        gate.close();
        loop.close();
    }

    @Test
    void removesWhatIsAccepted() throws Exception {
        loop.put("orders", "a", "b", "c");
        Receiver receiver = connection.openReceiver("orders", new ReceiverOptions().autoAccept(false));

        for (String body : new String[] {"a", "b", "c"}) {
            Delivery delivery = receiver.receive(5, TimeUnit.SECONDS);
            assertThat((byte[]) delivery.message().body()).asString().isEqualTo(body);
            delivery.accept();
        }

        await().until(() -> loop.held("orders") == 0);
    }

    @Test
    void saysWhatAMessageIs() throws Exception {
        loop.putKeyed("orders", "k-7", "a");
        Receiver receiver = connection.openReceiver("orders", new ReceiverOptions().autoAccept(false));

        Message<Object> message = receiver.receive(5, TimeUnit.SECONDS).message();

        assertThat(message.durable()).isTrue();
        assertThat(message.firstAcquirer()).isTrue();
        assertThat(message.messageId()).asString().matches("hub-1:orders:[01]:0");
        assertThat(message.subject()).isEqualTo("subject");
        assertThat(message.groupId()).isEqualTo("k-7");
        assertThat(message.contentType()).isEqualTo("text/plain");
        assertThat(message.creationTime()).isEqualTo(1_700_000_000_000L);
        assertThat(message.property("first-seen")).isEqualTo(1_600_000_000_000L);
    }

    @Test
    void sendsLargeMessagesInManyFrames() throws Exception {
        String large = "x".repeat(3_000_000);
        loop.put("orders", large, "small");
        Receiver receiver = connection.openReceiver("orders", new ReceiverOptions().autoAccept(false));

        assertThat((byte[]) receiver.receive(20, TimeUnit.SECONDS).message().body())
                .asString()
                .isEqualTo(large);
        assertThat((byte[]) receiver.receive(5, TimeUnit.SECONDS).message().body())
                .asString()
                .isEqualTo("small");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4_096, 20_000})
    void sendsTheSameBytesInSmallFrames(int maxFrame) throws Exception {
        String large = IntStream.range(0, 30_000).mapToObj(i -> i + " ").collect(Collectors.joining());
        loop.put("orders", large, "small");
        ConnectionOptions options = new ConnectionOptions().maxFrameSize(maxFrame);
        try (Connection small = client.connect("127.0.0.1", gate.address().getPort(), options)) {
            Receiver receiver = small.openReceiver("orders", new ReceiverOptions().autoAccept(false));

            assertThat((byte[]) receiver.receive(20, TimeUnit.SECONDS).message().body())
                    .asString()
                    .isEqualTo(large);
            assertThat((byte[]) receiver.receive(5, TimeUnit.SECONDS).message().body())
                    .asString()
                    .isEqualTo("small");
        }
    }

    @Test
    void deliversWhatComesLater() throws Exception {
        Receiver receiver = connection.openReceiver("orders", new ReceiverOptions().autoAccept(false));
        receiver.openFuture().get(5, TimeUnit.SECONDS);

        loop.put("orders", "late");

        assertThat((byte[]) receiver.receive(5, TimeUnit.SECONDS).message().body())
                .asString()
                .isEqualTo("late");
    }

    @Test
    void drainsAnEmptyOutputAtOnce() throws Exception {
        Receiver receiver = connection.openReceiver("orders", new ReceiverOptions().autoAccept(false));

        assertThat(receiver.drain().get(5, TimeUnit.SECONDS)).isSameAs(receiver);
        assertThat(receiver.tryReceive()).isNull();
    }

    @Test
    void redeliversTheSameMessageAfterRelease() throws Exception {
        loop.put("orders", "a");
        Receiver receiver = connection.openReceiver("orders", new ReceiverOptions().autoAccept(false));
        Delivery first = receiver.receive(5, TimeUnit.SECONDS);
        Object id = first.message().messageId();

        first.disposition(DeliveryState.released(), true);

        Delivery second = receiver.receive(5, TimeUnit.SECONDS);
        assertThat(second.message().messageId()).isEqualTo(id).isEqualTo("hub-1:orders:0:0");
        assertThat(second.message().firstAcquirer()).isFalse();
        assertThat(second.message().deliveryCount()).isZero();
    }
}
