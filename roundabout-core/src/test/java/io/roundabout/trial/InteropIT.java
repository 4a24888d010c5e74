package io.roundabout.trial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stock AMQP 1.0 clients collect from a hub that was started with nothing declared: each gives the first message back, gets
 * the same again, takes what is ready and leaves; with its default URL, and with a name and a password.
 */
class InteropIT {
    private static final Path SCRIPTS = Path.of("src", "test", "resources", "interop");

    @TempDir
    private static Path folder;

    private static HubProcess hub;

    private String mailbox = "";

    @BeforeAll
    static void start() {
        hub = HubProcess.in(folder).start();
    }

    @AfterAll
    static void kill() {
        hub.close();
    }

    @BeforeEach
    void push(TestInfo test) throws IOException {
        mailbox = test.getTestMethod().orElseThrow().getName();
        assertThat(PlainVehicle.netcat(hub, "!stream " + mailbox + "\nm1\nm2\nm3\nm4\n"))
                .containsExactly("+ok 4");
    }

    private static String url(String who) {
        return "amqp://" + who + "127.0.0.1:" + hub.gatePort();
    }

    private static void assertJourney(List<String> lines) {
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).matches("released \\S+ m1");
        assertThat(lines.get(1)).isEqualTo(lines.get(0).replace("released", "accepted"));
        assertThat(lines.get(2)).matches("accepted \\S+ m2");
        assertThat(lines.get(3)).matches("accepted \\S+ m3");
        assertThat(lines.get(4)).matches("accepted \\S+ m4");
        assertThat(lines.get(5)).isEqualTo("drained");
    }

    @Test
    void python() throws Exception {
        assertJourney(Script.python(Map.of(), SCRIPTS.resolve("collect.py"), url(""), mailbox));
        assertThat(HubIT.take(hub, mailbox)).isEmpty();
    }

    @Test
    void pythonWithPassword() throws Exception {
        assertJourney(Script.python(Map.of(), SCRIPTS.resolve("collect.py"), url("user:pw@"), mailbox));
    }

    @Test
    void rhea() throws Exception {
        assertJourney(Script.node(Map.of(), SCRIPTS.resolve("collect.js"), Integer.toString(hub.gatePort()), mailbox));
        assertThat(HubIT.take(hub, mailbox)).isEmpty();
    }

    @Test
    void rheaWithPassword() throws Exception {
        assertJourney(Script.node(
                Map.of(), SCRIPTS.resolve("collect.js"), Integer.toString(hub.gatePort()), mailbox, "user", "pw"));
    }

    @Test
    void protonj2() throws Exception {
        assertJourney(protonj2(new ConnectionOptions()));
        assertThat(HubIT.take(hub, mailbox)).isEmpty();
    }

    @Test
    void protonj2WithPassword() throws Exception {
        assertJourney(protonj2(new ConnectionOptions().user("user").password("pw")));
    }

    @Test
    void jms() throws Exception {
        try (jakarta.jms.Connection connection = new JmsConnectionFactory(url("")).createConnection()) {
            assertJourney(jms(connection));
        }
        assertThat(HubIT.take(hub, mailbox)).isEmpty();
    }

    @Test
    void jmsWithPassword() throws Exception {
        try (jakarta.jms.Connection connection = new JmsConnectionFactory("user", "pw", url("")).createConnection()) {
            assertJourney(jms(connection));
        }
    }

    @Test
    void jmsBrowser() throws Exception {
        try (jakarta.jms.Connection connection = new JmsConnectionFactory(url("")).createConnection()) {
            connection.start();
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            QueueBrowser browser = session.createBrowser(session.createQueue(mailbox));

            assertThat(Collections.list((java.util.Enumeration<?>) browser.getEnumeration()))
                    .hasSize(4);
        }
        assertThat(HubIT.take(hub, mailbox)).containsExactly("m1", "m2", "m3", "m4");
    }

    private List<String> protonj2(ConnectionOptions who) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Client client = Client.create();
                Connection connection = client.connect("127.0.0.1", hub.gatePort(), who);
                Receiver receiver = connection.openReceiver(
                        mailbox, new ReceiverOptions().autoAccept(false).creditWindow(0))) {
            lines.add(settle(receiver.addCredit(1), "released"));
            lines.add(settle(receiver.addCredit(1), "accepted"));
            receiver.addCredit(10).drain().get(60, TimeUnit.SECONDS);
            while (receiver.queuedDeliveries() > 0) {
                lines.add(settle(receiver, "accepted"));
            }
            lines.add("drained");
        }
        return lines;
    }

    private static String settle(Receiver receiver, String how) throws Exception {
        Delivery delivery = receiver.receive(60, TimeUnit.SECONDS);
        delivery.disposition(how.equals("released") ? DeliveryState.released() : DeliveryState.accepted(), true);
        return how + " " + delivery.message().messageId() + " "
                + new String((byte[]) delivery.message().body(), UTF_8);
    }

    private List<String> jms(jakarta.jms.Connection connection) throws JMSException {
        List<String> lines = new ArrayList<>();
        connection.start();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(mailbox));
        lines.add("released " + text(consumer.receive(60_000)));
        session.recover();
        Message message = consumer.receive(60_000);
        assertThat(message.getJMSRedelivered()).isTrue();
        while (message != null) {
            message.acknowledge();
            lines.add("accepted " + text(message));
            message = consumer.receiveNoWait();
        }
        lines.add("drained");
        return lines;
    }

    private static String text(Message message) throws JMSException {
        return message.getJMSMessageID() + " " + message.getBody(String.class);
    }
}
