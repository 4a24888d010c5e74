package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.Enumeration;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gate with a JMS client and its default URL. */
class GateJmsTest {
    private final TestingLoop loop = TestingLoop.turning(2);
    private final Gate gate = Gate.open(
            GateSettings.defaults("127.0.0.1", 0),
            new GateHub("hub-1", 2, loop, loop, new TestingDoor(), failure -> {}));
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        loop.listener(gate);
        connection =
                new JmsConnectionFactory("amqp://127.0.0.1:" + gate.address().getPort()).createConnection();
        connection.start();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        gate.close();
        loop.close();
    }

    private static String body(Message message) throws JMSException {
        return message.getBody(String.class);
    }

    @Test
    void receivesAndAcknowledges() throws Exception {
        loop.put("orders", "a", "b");
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));

        Message first = consumer.receive(5_000);
        assertThat(body(first)).isEqualTo("a");
        assertThat(first.getJMSTimestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(body(consumer.receive(5_000))).isEqualTo("b");
        assertThat(consumer.receiveNoWait()).isNull();
        await().until(() -> loop.held("orders") == 0);
    }

    @Test
    void repeatsWhatIsRecovered() throws Exception {
        loop.put("orders", "a");
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
        Message first = consumer.receive(5_000);

        session.recover();

        Message second = consumer.receive(5_000);
        assertThat(second.getJMSMessageID()).isEqualTo(first.getJMSMessageID());
        assertThat(second.getJMSRedelivered()).isTrue();
        second.acknowledge();
        await().until(() -> loop.held("orders") == 0);
    }

    @Test
    void givesPrefetchedMessagesBack() throws Exception {
        loop.put("orders", "a", "b", "c");
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
        assertThat(body(consumer.receive(5_000))).isEqualTo("a");

        consumer.close();

        MessageConsumer next = session.createConsumer(session.createQueue("orders"));
        assertThat(body(next.receive(5_000))).isEqualTo("b");
        assertThat(body(next.receive(5_000))).isEqualTo("c");
    }

    @Test
    void browses() throws Exception {
        loop.put("orders", "a", "b");
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);

        Enumeration<?> browsed =
                session.createBrowser(session.createQueue("orders")).getEnumeration();

        assertThat(Collections.list(browsed)).hasSize(2);
        assertThat(loop.held("orders")).isEqualTo(2);
    }

    @Test
    void refusesSelectors() throws Exception {
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);

        assertThatThrownBy(() -> session.createConsumer(session.createQueue("orders"), "region = 'north'"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("selectors are not supported");
    }

    @Test
    void refusesUnknownNames() throws Exception {
        loop.only("orders");
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);

        assertThatThrownBy(() -> session.createConsumer(session.createQueue("odrers")))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("nothing is called 'odrers'");
    }

    @Test
    void refusesTransactions() {
        assertThatThrownBy(() -> connection.createSession(Session.SESSION_TRANSACTED))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("not supported");
    }
}
