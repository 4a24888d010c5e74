package io.roundabout.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.apache.qpid.protonj2.test.driver.expectations.TransferExpectation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkPusherTest {
    private final Findings findings = new Findings();
    private final ProtonTestServer hub = new ProtonTestServer();

    @BeforeEach
    void open() throws Exception {
        hub.expectSASLPlainConnect("benchmark", "benchmark");
        hub.expectOpen().withContainerId("benchmark-orders").respond();
        hub.expectBegin().respond();
        hub.start();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void countsWhatIsAcceptedAsAcknowledged() throws IOException, InterruptedException {
        attach();
        message(1).accept();
        message(2).accept();
        try (Pusher pusher = connect()) {
            assertThat(pusher.push(1, 0)).isTrue();
            assertThat(pusher.push(2, System.nanoTime())).isTrue();

            assertThat(pusher.awaitAcknowledged()).isTrue();
            assertThat(pusher.delays().getTotalCount()).isEqualTo(1);
            assertThat(findings.isEmpty()).isTrue();
        }
    }

    @Test
    void findsWhatIsRefused() throws IOException, InterruptedException {
        attach();
        message(1).reject("roundabout:bad-json", "no JSON");
        try (Pusher pusher = connect()) {
            pusher.push(1, 0);

            assertThat(pusher.awaitAcknowledged()).isTrue();
            assertThat(findings.texts()).containsExactly("orders: rejected as roundabout:bad-json: no JSON");
        }
    }

    @Test
    void findsWhatIsGivenBack() throws IOException, InterruptedException {
        attach();
        message(1).respond().withSettled(true).withState().released();
        try (Pusher pusher = connect()) {
            pusher.push(1, 0);

            assertThat(pusher.awaitAcknowledged()).isTrue();
            assertThat(findings.texts()).containsExactly("orders: settled as RELEASED");
        }
    }

    @Test
    void givesUpWhenTheConnectionIsLost() throws IOException, InterruptedException {
        attach();
        message(1);
        hub.dropAfterLastHandler();
        try (Pusher pusher = connect()) {
            pusher.push(1, 0);

            assertThat(pusher.awaitAcknowledged()).isFalse();
            assertThat(findings.isHopeless()).isTrue();
        }
    }

    @Test
    void saysThatNoLinkWasAttached() {
        hub.expectAttach().ofSender().reject(true, "amqp:not-found", "no such stream");
        hub.expectDetach().optional();

        assertThatThrownBy(this::connect).isInstanceOf(IOException.class).hasMessageContaining("no such stream");
    }

    private void attach() {
        hub.expectAttach().ofSender().withTarget().withAddress("orders").also().respond();
        hub.remoteFlow().withLinkCredit(100).queue();
    }

    /** Expects the message of a key: its body in one data section (AMQP 1.0 section 3.2.6), and nothing else. */
    private TransferExpectation message(int number) {
        byte[] body = new byte[Bodies.LONGEST];
        int length = new Bodies(1).write(Lane.ORDERS, number, body, 0);
        byte[] data = {0x00, 0x53, 0x75, (byte) 0xA0, (byte) length};
        return hub.expectTransfer()
                .withPayload(ByteBuffer.allocate(data.length + length)
                        .put(data)
                        .put(body, 0, length)
                        .array());
    }

    private Pusher connect() throws IOException, InterruptedException {
        int port = hub.getServerURI().getPort();
        return Pusher.connect(Lane.ORDERS, Settings.of(List.of("push=amqp", "amqp=" + port)), findings);
    }
}
