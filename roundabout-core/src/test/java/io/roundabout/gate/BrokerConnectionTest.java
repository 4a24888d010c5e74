package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.any;

import io.roundabout.outbox.BrokerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.apache.qpid.protonj2.test.driver.ProtonTestServerOptions;
import org.apache.qpid.protonj2.test.driver.expectations.TransferExpectation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gate's relay with a broker that does exactly what a test says, frame by frame. */
class BrokerConnectionTest {
    private final TestingLoop loop = TestingLoop.turning(1);
    private ProtonTestServer broker = new ProtonTestServer();
    private Optional<Gate> gate = Optional.empty();
    private int port;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        gate.ifPresent(Gate::close);
        loop.close();
        broker.close();
    }

    @Test
    void sendsUnsettledWithIdsAndRemovesWhatIsAccepted() {
        loop.put("orders", "a", "b");
        letIn(10);
        transfer().accept();
        transfer().accept();
        relay("amqp://localhost:%d/archive", RelaySettings.NONE);

        done();
        await().until(() -> loop.held("orders") == 0);
        broker.expectClose().respond();
        gate.orElseThrow().close();
        done();
    }

    @Test
    void asksForATopicWhereItIsTold() {
        broker.expectSASLAnonymousConnect();
        broker.expectOpen().respond();
        broker.expectBegin().respond();
        broker.expectAttach()
                .ofSender()
                .withTarget()
                .withAddress("news")
                .withCapabilities("topic")
                .also()
                .respond();
        relay("amqp://localhost:%d/news?capability=topic", RelaySettings.NONE);

        done();
    }

    @ParameterizedTest
    @CsvSource({
        "amqp:decode-error,dead/orders,1",
        "acme:no-such-customer,dead/orders,1",
        "amqp:resource-limit-exceeded,orders,1",
        "amqp:unauthorized-access,orders,1"
    })
    void knowsWhatIsWrongWithAMessageAndWhatWithTheBroker(String condition, String address, int held) {
        loop.put("orders", "a");
        letIn(1);
        transfer().reject(condition, "as it is");
        relay("amqp://localhost:%d/archive", RelaySettings.NONE);

        done();
        if (address.equals("orders")) {
            awaitNotice("it gives messages back: " + condition + ": as it is");
        }
        await().until(() -> loop.held(address) == held);
        assertThat(loop.attempts("orders")).isZero();
    }

    @Test
    void countsWhatFailedAsAnAttempt() {
        loop.put("orders", "a");
        letIn(1);
        transfer().modify(true);
        relay("amqp://localhost:%d/archive", RelaySettings.NONE);

        done();
        await().until(() -> loop.attempts("orders") == 1);
    }

    @Test
    void saysWhoItIs() throws IOException {
        broker.expectSASLPlainConnect("hub", "p@ss");
        broker.expectOpen().respond();
        broker.expectBegin().respond();
        broker.expectAttach().ofSender().respond();
        relay("amqp://hub@localhost:%d/archive", credentials("hub:p%40ss"));

        done();
        await().until(() -> figures().connected());
        assertThat(notices()).isEmpty();
    }

    @Test
    void isRefusedWithAWrongPasswordAndDoesNotShowIt() throws IOException {
        broker.expectFailingSASLPlainConnect((byte) 1, "PLAIN");
        relay("amqp://hub@localhost:%d/archive", credentials("hub:p%40ss"));

        awaitNotice("it does not let user 'hub' in with the password of relay.credentials");
        assertThat(notices()).noneMatch(notice -> notice.contains("p@ss") || notice.contains("p%40ss"));
    }

    @Test
    void saysThatABrokerWantsAUser() {
        broker.expectSaslMechanismNegotiationFailure("PLAIN", "SCRAM-SHA-256");
        relay("amqp://localhost:%d/archive", RelaySettings.NONE);

        awaitNotice("it offers SASL PLAIN, SCRAM-SHA-256, and not ANONYMOUS; give it a user");
    }

    @Test
    void saysThatThereIsNoPassword() throws IOException {
        relay("amqp://other@localhost:%d/archive", credentials("hub:p%40ss"));

        awaitNotice("there is no password for user 'other' at amqp://localhost:");
    }

    @Test
    void saysWhyTheAddressIsRefused() {
        broker.expectSASLAnonymousConnect();
        broker.expectOpen().respond();
        broker.expectBegin().respond();
        broker.expectAttach().ofSender().reject(true, "amqp:not-found", "no such address");
        relay("amqp://localhost:%d/archive", RelaySettings.NONE);

        awaitNotice("it does not let the relay send to 'archive' (amqp:not-found: no such address)");
        assertThat(figures().connected()).isFalse();
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        open("amqp://localhost:" + port + "/archive", RelaySettings.NONE);

        awaitNotice("it cannot be reached (Connection refused");
    }

    @Test
    void saysThatAHostIsNotKnown() {
        open("amqp://nobody.invalid/archive", RelaySettings.NONE);

        awaitNotice("host 'nobody.invalid' is not known");
    }

    @Test
    void givesUpOnWhatSpeaksAnotherLanguage() throws Exception {
        try (ServerSocket web = new ServerSocket(0)) {
            Thread server = new Thread(() -> {
                try (var socket = web.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            server.setDaemon(true);
            server.start();
            open("amqp://localhost:" + web.getLocalPort() + "/archive", RelaySettings.NONE);

            awaitNotice("what it sends is no AMQP 1.0");
        }
    }

    @Test
    void countsWhatWasInDoubtWhenTheBrokerWentAway() {
        loop.put("orders", "a");
        letIn(1);
        transfer();
        broker.remoteClose()
                .withErrorCondition("amqp:connection:forced", "the broker stops")
                .queue();
        broker.dropAfterLastHandler();
        relay("amqp://localhost:%d/archive", RelaySettings.NONE);

        awaitNotice("(amqp:connection:forced: the broker stops)");
        assertThat(figures()).isEqualTo(new RelayFigures(false, 1, 1));
        assertThat(loop.held("orders")).isEqualTo(1);
    }

    @Test
    void checksTheCertificateOfABroker() throws Exception {
        TestingCertificate certificate = TestingCertificate.of("localhost", folder);
        secure(certificate);
        letIn(1);
        relay("amqps://localhost:%d/archive", new RelaySettings(Optional.empty(), Optional.of(certificate.pem())));

        done();
        await().until(() -> figures().connected());
    }

    @Test
    void refusesTheCertificateOfAnotherHost() throws Exception {
        TestingCertificate certificate = TestingCertificate.of("other.example", folder);
        secure(certificate);
        relay("amqps://localhost:%d/archive", new RelaySettings(Optional.empty(), Optional.of(certificate.pem())));

        awaitNotice("TLS failed (No subject alternative DNS name matching localhost found");
    }

    @Test
    void refusesACertificateThatNobodyTrusts() throws Exception {
        secure(TestingCertificate.of("localhost", folder));
        relay("amqps://localhost:%d/archive", RelaySettings.NONE);

        awaitNotice("TLS failed (unable to find valid certification path to requested target)");
    }

    @Test
    void saysThatCertificatesAreMissing() throws Exception {
        Path none = Files.writeString(folder.resolve("none.pem"), "nothing");
        relay("amqps://localhost:%d/archive", new RelaySettings(Optional.empty(), Optional.of(none)));

        awaitNotice(none + " (relay.trust) has no certificates in PEM");
    }

    private void secure(TestingCertificate certificate) {
        broker.close();
        ProtonTestServerOptions options = new ProtonTestServerOptions();
        options.setSecure(true);
        options.setKeyStoreType("PKCS12");
        options.setKeyStoreLocation(certificate.keys().toString());
        options.setKeyStorePassword(TestingCertificate.PASSWORD);
        options.setVerifyHost(false);
        broker = new ProtonTestServer(options);
    }

    private void letIn(int credit) {
        broker.expectSASLAnonymousConnect();
        broker.expectOpen()
                .withContainerId("hub-1:orders")
                .withHostname("localhost")
                .respond();
        broker.expectBegin().respond();
        broker.expectAttach()
                .ofSender()
                .withName("hub-1:orders")
                .withTarget()
                .withAddress("archive")
                .withCapabilities("queue")
                .also()
                .respond();
        broker.remoteFlow().withLinkCredit(credit).queue();
    }

    private TransferExpectation transfer() {
        return broker.expectTransfer().withSettled(false).withPayload(any(ByteBuffer.class));
    }

    private RelaySettings credentials(String who) throws IOException {
        Path file = Files.writeString(folder.resolve("credentials"), "# who the hub is\n");
        port = start();
        Files.writeString(file, "amqp://" + who + "@localhost:" + port + "\n", StandardOpenOption.APPEND);
        return new RelaySettings(Optional.of(file), Optional.empty());
    }

    private int start() {
        try {
            broker.start();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return broker.getServerURI().getPort();
    }

    /** Starts the broker and opens a gate whose output {@code orders} goes there; %d is the broker's port. */
    private void relay(String url, RelaySettings settings) {
        open(String.format(url, port == 0 ? start() : port), settings);
    }

    private void open(String url, RelaySettings settings) {
        loop.relays(Map.of("orders", BrokerAddress.parse(url)));
        Gate opened = Gate.open(
                GateSettings.defaults("127.0.0.1", 0).with(settings),
                new GateHub("hub-1", 1, loop, loop, new TestingDoor(), failure -> {}));
        loop.listener(opened);
        gate = Optional.of(opened);
    }

    private void done() {
        broker.waitForScriptToComplete(10, TimeUnit.SECONDS);
    }

    private List<String> notices() {
        return gate.orElseThrow().notices();
    }

    private void awaitNotice(String text) {
        await().untilAsserted(
                        () -> assertThat(notices()).singleElement().asString().contains(text));
    }

    private RelayFigures figures() {
        return Objects.requireNonNull(gate.orElseThrow()
                .figures()
                .toCompletableFuture()
                .join()
                .relays()
                .get("orders"));
    }
}
