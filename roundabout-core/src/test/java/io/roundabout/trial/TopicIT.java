package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.roundabout.trial.LookIT.Told;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics, copies and durable subscriptions, with stock clients and over {@code kill -9}. */
class TopicIT {
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /k}
            outputs:
              news: {from: orders, deliver: topic}
              archive: {from: orders}
            """;
    private static final Path SCRIPT = Path.of("src", "test", "resources", "interop", "topic.py");
    private static final long PATIENCE_MILLIS = 30_000;
    private static final long QUIET_MILLIS = 500;

    @TempDir
    private Path folder;

    private HubProcess hub;

    @BeforeEach
    void start() {
        hub = HubProcess.in(folder).pipeline(PIPELINE).start();
    }

    @AfterEach
    void kill() {
        hub.close();
    }

    private void push(String... keysAndNumbers) throws IOException {
        StringBuilder lines = new StringBuilder("!stream orders\n");
        for (String one : keysAndNumbers) {
            lines.append("{\"k\":\"%s\",\"n\":\"%s\"}%n".formatted(one.substring(0, 1), one));
        }
        assertThat(PlainVehicle.netcat(hub, lines.toString())).containsExactly("+ok " + keysAndNumbers.length);
    }

    @Test
    void givesEachOutputACopyOfItsOwn() throws IOException {
        push("a1", "b2");

        assertThat(HubIT.take(hub, "archive")).hasSize(2);
        assertThat(HubIT.take(hub, "orders")).hasSize(2);
        assertThat(HubIT.take(hub, "archive")).isEmpty();
    }

    @Test
    void holdsForADurableSubscriptionWhileItIsAwayAndTheHubIsKilled() throws IOException, JMSException {
        try (Jms jms = new Jms()) {
            jms.durable().close();
        }
        hub.kill9();
        hub.start();
        push("a1", "b2", "a3");
        String unsettled;
        try (Jms jms = new Jms()) {
            MessageConsumer consumer = jms.durable();
            jms.acknowledge(consumer, "a1");
            unsettled = jms.receive(consumer).getJMSMessageID();
        }
        // What is settled is committed with the next turn; a crash before that would be a redelivery.
        await().atMost(HubProcess.PATIENCE).until(() -> hub.status().contains("\"news/ada/daily\",\"waiting\":2"));
        hub.kill9();
        hub.start();
        push("b4");
        try (Jms jms = new Jms()) {
            MessageConsumer consumer = jms.durable();
            Message again = jms.receive(consumer);
            assertThat(again.getJMSMessageID()).isEqualTo(unsettled);
            assertThat(jms.text(again)).contains("b2");
            assertThat(jms.receiveAll(consumer)).containsExactly("a3", "b4");
        }
    }

    @Test
    void endsASubscriptionAsJmsDoes() throws IOException, JMSException {
        push("a1");
        try (Jms jms = new Jms()) {
            MessageConsumer consumer = jms.durable();
            assertThat(jms.receiveAll(consumer)).containsExactly("a1");
            consumer.close();
            jms.session.unsubscribe("daily");
            assertThatThrownBy(() -> jms.session.unsubscribe("daily")).isInstanceOf(InvalidDestinationException.class);
            assertThat(jms.receiveAll(jms.durable())).containsExactly("a1");
        }
    }

    @Test
    void letsSubscribersChooseWhereTheyStart() throws IOException, InterruptedException {
        push("a1", "b2", "a3");

        assertThat(script("held", "h", "drain")).containsExactly("a1", "b2", "a3");
        assertThat(script("latest", "l", "drain")).containsExactlyInAnyOrder("b2", "a3");
        assertThat(script("new", "n", "detach")).isEmpty();
        push("c4");
        assertThat(script("new", "n", "close")).containsExactly("c4");
        assertThat(script("held", "n", "drain")).containsExactly("a1", "b2", "a3", "c4");
    }

    @Test
    void endsASubscriptionForSomebodyElse() throws IOException, JMSException {
        push("a1", "b2");
        try (Jms jms = new Jms()) {
            jms.durable().close();
        }
        push("c3");

        assertThat(LookIT.ask(hub, "unsubscribe", "news", "dialy"))
                .isEqualTo(new Told(
                        1, "", "roundabout: no subscription of 'news' is named 'dialy'; there is ada/daily\n"));
        assertThat(LookIT.ask(hub, "unsubscribe", "archive", "daily"))
                .isEqualTo(new Told(1, "", "roundabout: nobody has a subscription of 'archive'\n"));
        assertThat(LookIT.ask(hub, "unsubscribe", "news").code()).isEqualTo(2);
        assertThat(LookIT.ask(hub, "unsubscribe", "news", "daily"))
                .isEqualTo(new Told(0, "ended news/ada/daily; 3 messages it held are gone\n", ""));
        assertThat(hub.status()).doesNotContain("news/ada/daily").contains("\"name\":\"news\",\"waiting\":3");
        assertThat(LookIT.ask(hub, "unsubscribe", "news", "daily").code()).isEqualTo(1);
    }

    @Test
    void detachesWhoHasTheSubscriptionThatSomebodyElseEnds() throws JMSException {
        try (Jms jms = new Jms()) {
            MessageConsumer consumer = jms.durable();

            assertThat(LookIT.ask(hub, "unsubscribe", "news", "ada/daily", "--json"))
                    .isEqualTo(new Told(0, "{\"subscription\":\"news/ada/daily\",\"discarded\":0}\n", ""));

            await().atMost(HubProcess.PATIENCE)
                    .untilAsserted(() ->
                            assertThatThrownBy(consumer::getMessageListener).isInstanceOf(IllegalStateException.class));
        }
    }

    private List<String> script(String from, String name, String way) throws IOException, InterruptedException {
        return Script.python(Map.of(), SCRIPT, url(), from, name, way);
    }

    private String url() {
        return "amqp://127.0.0.1:" + hub.gatePort();
    }

    /** A JMS client named {@code ada} with a durable subscription {@code daily}. */
    private final class Jms implements AutoCloseable {
        private final jakarta.jms.Connection connection;
        private final Session session;

        Jms() throws JMSException {
            connection =
                    new JmsConnectionFactory(url() + "?jms.clientID=ada&jms.prefetchPolicy.all=1").createConnection();
            connection.start();
            session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        }

        MessageConsumer durable() throws JMSException {
            return session.createDurableConsumer(session.createTopic("news"), "daily");
        }

        Message receive(MessageConsumer consumer) throws JMSException {
            Message message = consumer.receive(PATIENCE_MILLIS);
            assertThat(message).isNotNull();
            return message;
        }

        void acknowledge(MessageConsumer consumer, String number) throws JMSException {
            Message message = receive(consumer);
            assertThat(text(message)).contains(number);
            message.acknowledge();
        }

        List<String> receiveAll(MessageConsumer consumer) throws JMSException {
            List<String> numbers = new ArrayList<>();
            Message message = consumer.receive(PATIENCE_MILLIS);
            while (message != null) {
                String body = text(message);
                numbers.add(body.substring(body.indexOf("\"n\":\"") + 5, body.lastIndexOf('"')));
                message.acknowledge();
                message = consumer.receive(QUIET_MILLIS);
            }
            return numbers;
        }

        String text(Message message) throws JMSException {
            return message.getBody(String.class);
        }

        @Override
        public void close() throws JMSException {
            connection.close();
        }
    }
}
