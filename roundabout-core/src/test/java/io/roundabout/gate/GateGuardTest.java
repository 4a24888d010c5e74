package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate does with clients that break the protocol or ask for too much. */
class GateGuardTest {
    private static final byte[] AMQP = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};
    private static final GateLimits LIMITS = new GateLimits(
            8,
            4,
            3,
            5,
            Duration.ofMillis(300),
            Duration.ofMillis(600),
            Duration.ofSeconds(60),
            Duration.ofMillis(500),
            3);

    private final TestingLoop loop = TestingLoop.turning(1);
    private final Gate gate = Gate.open(
            GateSettings.defaults("127.0.0.1", 0).with(LIMITS),
            new GateHub("hub-1", 1, loop, loop, new TestingDoor(), failure -> {}));
    private final ScriptedVehicle vehicle = new ScriptedVehicle(gate.address());

    @BeforeEach
    void listen() {
        loop.listener(gate);
    }

    @AfterEach
    void close() {
        vehicle.close();
        gate.close();
        loop.close();
    }

    @Test
    void saysWhatToDoWhenThePortIsTaken() {
        GateSettings same = GateSettings.defaults("127.0.0.1", gate.address().getPort());

        assertThatThrownBy(() -> Gate.open(same, new GateHub("hub-2", 1, loop, loop, new TestingDoor(), failure -> {})))
                .isInstanceOf(RoundaboutException.class)
                .hasMessage(
                        "PORT_IN_USE: gate '127.0.0.1:" + same.port() + "' cannot listen, because another process does."
                                + " Stop it (is another hub running?), or choose another port with --amqp HOST:PORT.");
    }

    @Test
    void letsInWhoSkipsSasl() throws Exception {
        vehicle.peer().remoteAMQPHeader().queue();
        vehicle.peer().expectAMQPHeader();
        vehicle.peer().remoteOpen().withContainerId("bare").queue();
        vehicle.peer().expectOpen();
        vehicle.connect();
        vehicle.done();
    }

    @Test
    void letsInAnyNameAndPassword() throws Exception {
        vehicle.peer().queueClientSaslPlainConnect("anybody", "anything");
        vehicle.peer().remoteOpen().withContainerId("plain").queue();
        vehicle.peer().expectOpen();
        vehicle.connect();
        vehicle.done();
    }

    @Test
    void refusesAnIdleTimeoutOfOneMillisecond() throws Exception {
        vehicle.peer().queueClientSaslAnonymousConnect();
        vehicle.peer()
                .remoteOpen()
                .withContainerId("nervous")
                .withIdleTimeOut(1)
                .queue();
        vehicle.peer().expectOpen();
        vehicle.peer().expectClose().withError("amqp:not-allowed");
        vehicle.connect();
        vehicle.done();
    }

    @Test
    void takesAnEndlessIdleTimeoutForNone() throws Exception {
        vehicle.peer().queueClientSaslAnonymousConnect();
        vehicle.peer()
                .remoteOpen()
                .withContainerId("calm")
                .withIdleTimeOut(0xFFFF_FFFFL)
                .queue();
        vehicle.peer().expectOpen();
        vehicle.connect();
        vehicle.done();
        vehicle.peer().expectClose();
        vehicle.peer().remoteClose().now();
        vehicle.done();
    }

    @Test
    void keepsAQuietConnectionAlive() throws Exception {
        vehicle.peer().queueClientSaslAnonymousConnect();
        vehicle.peer()
                .remoteOpen()
                .withContainerId("quiet")
                .withIdleTimeOut(600)
                .queue();
        vehicle.peer().expectOpen();
        vehicle.peer().expectEmptyFrame();
        vehicle.connect();
        vehicle.done();
    }

    @Test
    void closesOnAnUnknownHandle() throws Exception {
        vehicle.begin("vehicle-1");
        vehicle.peer().expectClose().withError("amqp:session:unattached-handle");

        vehicle.flow(7, 0, 1).now();

        vehicle.done();
        awaitFailure();
    }

    @Test
    void closesOnATransferOnAnUnknownHandle() throws Exception {
        vehicle.begin("vehicle-1");
        vehicle.peer().expectClose().withError("amqp:session:unattached-handle");

        vehicle.peer()
                .remoteTransfer()
                .withHandle(9)
                .withDeliveryId(0)
                .withDeliveryTag(new byte[] {1})
                .withPayload(new byte[] {1})
                .onChannel(0)
                .now();

        vehicle.done();
        awaitFailure();
    }

    @Test
    void closesOnAnUnknownChannel() throws Exception {
        vehicle.begin("vehicle-1");
        vehicle.peer().expectClose().withError("amqp:connection:framing-error");

        vehicle.peer()
                .remoteDisposition()
                .withRole(true)
                .withFirst(0)
                .withSettled(true)
                .onChannel(2)
                .now();

        vehicle.done();
    }

    @Test
    void closesOnTooManySessions() throws Exception {
        vehicle.begin("vehicle-1");
        for (int i = 1; i < LIMITS.maxSessions(); i++) {
            vehicle.peer().expectBegin();
            begin(i);
        }
        vehicle.done();
        vehicle.peer().expectClose().withError("amqp:connection:framing-error");

        begin(LIMITS.maxSessions());

        vehicle.done();
    }

    private void begin(int channel) {
        vehicle.peer()
                .remoteBegin()
                .withNextOutgoingId(1)
                .withIncomingWindow(100)
                .withOutgoingWindow(100)
                .onChannel(channel)
                .now();
    }

    @Test
    void closesOnTooManyLinks() throws Exception {
        vehicle.begin("vehicle-1");
        for (int i = 0; i < LIMITS.maxLinks(); i++) {
            vehicle.attach("link-" + i, i, "orders");
        }
        vehicle.peer().expectClose().withError("amqp:resource-limit-exceeded");

        vehicle.attaching("one-more", LIMITS.maxLinks(), "orders").now();

        vehicle.done();
    }

    @Test
    void closesOnAHandleInUse() throws Exception {
        vehicle.begin("vehicle-1").attach("link", 0, "orders");
        vehicle.peer().expectClose().withError("amqp:session:handle-in-use");

        vehicle.attaching("other", 0, "orders").now();

        vehicle.done();
    }

    @Test
    void closesOnAFrameThatIsTooLarge() throws Exception {
        vehicle.begin("vehicle-1");
        vehicle.peer().expectClose();

        vehicle.peer()
                .remoteBytes()
                .withBytes(new byte[] {0x7F, 0, 0, 0, 2, 0, 0, 0})
                .now();

        vehicle.done();
        awaitFailure();
    }

    @Test
    void survivesNestedTypes() throws Exception {
        vehicle.begin("vehicle-1");
        byte[] frame = new byte[60_000];
        frame[2] = (byte) (frame.length >> 8);
        frame[3] = (byte) frame.length;
        frame[4] = 2;
        for (int i = 8; i < frame.length; i++) {
            frame[i] = 0;
        }
        vehicle.peer().expectClose();

        vehicle.peer().remoteBytes().withBytes(frame).now();

        vehicle.done();
        awaitFailure();
    }

    @Test
    void dropsGarbageAndServesOthers() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: hub\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            awaitEnd(socket);
        }

        vehicle.begin("vehicle-1").attach("link", 0, "orders");
    }

    @Test
    void dropsWhoSendsNoHeaderInTime() throws Exception {
        try (Socket socket = connect()) {
            awaitEnd(socket);
        }
        awaitFailure();
    }

    @Test
    void dropsWhoDoesNotOpenInTime() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(AMQP);
            awaitEnd(socket);
        }
        awaitFailure();
    }

    @Test
    void turnsAwayTooManyUnopenedConnections() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i <= LIMITS.maxUnopened(); i++) {
            sockets.add(connect());
        }

        await().until(() -> gate.counts().of(GateEvent.CONNECTION_REFUSED) == 1);
        for (Socket socket : sockets) {
            awaitEnd(socket);
            socket.close();
        }
        vehicle.begin("vehicle-1");
    }

    @Test
    void watchesNoMoreEmptyAddressesThanItsLimit() throws Exception {
        vehicle.begin("vehicle-1");
        vehicle.attach("link-0", 0, "empty-0").attach("link-1", 1, "empty-1").attach("link-2", 2, "empty-2");
        vehicle.peer().expectAttach().ofSender().withNullSource();
        vehicle.peer().expectDetach().withClosed(true).withError("amqp:resource-limit-exceeded");
        vehicle.attaching("link-3", 3, "empty-3").now();
        vehicle.done();
        vehicle.peer().remoteDetach().withHandle(3).withClosed(true).now();
        vehicle.attach("link-4", 4, "empty-2");
        vehicle.peer().expectDetach().withHandle(0).withClosed(true);
        vehicle.peer().remoteDetach().withHandle(0).withClosed(true).now();
        vehicle.done();
        await().until(() -> !loop.isWatched("empty-0"));

        vehicle.attach("link-5", 5, "empty-3");
    }

    @Test
    void endsAWrongMechanismWithItsOutcomeAndNothingElse() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0});
            byte[] mechanism = "SCRAM-SHA-1".getBytes(StandardCharsets.US_ASCII);
            ByteBuffer init = ByteBuffer.allocate(16 + mechanism.length);
            init.putInt(init.capacity()).putInt(0x0201_0000);
            init.put(new byte[] {0, 0x53, 0x41, (byte) 0xC0, (byte) (3 + mechanism.length), 1, (byte) 0xA3});
            init.put((byte) mechanism.length).put(mechanism);
            socket.getOutputStream().write(init.array());

            ByteBuffer answer = ByteBuffer.wrap(socket.getInputStream().readAllBytes());

            assertThat(answer.getLong()).isEqualTo(0x414D_5150_0301_0000L);
            List<Integer> frames = new ArrayList<>();
            while (answer.hasRemaining()) {
                int begin = answer.position();
                int size = answer.getInt();
                frames.add((int) answer.get(begin + 10));
                answer.position(begin + size);
            }
            assertThat(frames).as("mechanisms and outcome").containsExactly(0x40, 0x44);
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {0x10, 0x12, 0x14, 0x18, 0x7F})
    void saysWhatIsWrongInTheWordsOfAmqp(byte performative) throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(AMQP);
            // A list of one element of a type that no field has.
            byte[] frame = {0, 0, 0, 15, 2, 0, 0, 0, 0, 0x53, performative, (byte) 0xC0, 2, 1, 0x41};
            socket.getOutputStream().write(frame);

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).contains("amqp:").doesNotContain("java", "proton", "Exception", "class ");
        }
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gate.address().getPort());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static void awaitEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.net.SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private void awaitFailure() {
        await().until(() -> gate.counts().of(GateEvent.CONNECTION_FAILED) == 1);
    }
}
