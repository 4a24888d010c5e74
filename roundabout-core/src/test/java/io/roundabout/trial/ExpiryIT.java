package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Vehicle;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.DistributionMode;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of a real hub that nobody takes in time. */
class ExpiryIT {
    private static final long TTL_MILLIS = 4_000;
    private static final long PATIENCE_MILLIS = 30_000;
    private static final String PIPELINE = """
            version: 1
            streams: {orders: {key: /k}, notes: {key: /k, ttl: 4s}}
            outputs:
              archive: {from: orders, ttl: 4s}
              fleeting: {from: orders, ttl: 4s, on-expiry: drop}
              news: {from: orders, deliver: topic, ttl: 4s}
              idle: {from: orders, deliver: topic, retain: 4s}
            """;

    @TempDir
    private Path folder;

    private HubProcess hub;

    @BeforeEach
    void start() {
        hub = HubProcess.in(folder)
                .pipeline(PIPELINE)
                .with("ROUNDABOUT_EXPIRY_GRACE", "100ms")
                .start();
    }

    @AfterEach
    void kill() {
        hub.close();
    }

    private void push(String lines, int messages) throws IOException {
        assertThat(PlainVehicle.netcat(hub, lines)).containsExactly("+ok " + messages);
    }

    private long epoch() throws IOException {
        return new ObjectMapper().readTree(hub.status()).path("epoch").asLong();
    }

    private void awaitStatus(String... parts) {
        await().atMost(HubProcess.PATIENCE)
                .untilAsserted(() -> assertThat(hub.status()).contains(parts));
    }

    @Test
    void letsGoWhatNobodyTakesInTimeThoughItWasKilledMeanwhile() throws IOException, JMSException {
        try (Connection connection = connect()) {
            subscribe(connection).close();
        }
        push("!stream orders\n{\"k\":1}\n{\"k\":2}\n!stream notes\n{\"k\":3}\n", 3);
        hub.crash();

        // Asking for the status turns nothing.
        awaitStatus(
                "\"name\":\"dead/archive\",\"waiting\":2,",
                "\"name\":\"dead/notes\",\"waiting\":1,",
                "\"name\":\"dead/news\",\"waiting\":2,",
                "\"name\":\"archive\",\"waiting\":0,\"made\":2,",
                "\"name\":\"fleeting\",\"waiting\":0,\"made\":2,",
                "\"name\":\"news/ada/daily\",\"waiting\":0,\"made\":2,",
                "\"name\":\"idle\",\"waiting\":0,\"made\":2,",
                "\"name\":\"orders\",\"waiting\":2,");
        assertThat(hub.status()).doesNotContain("dead/fleeting\",\"waiting\":2");
        hub.crash();
        for (String address : List.of("dead/archive", "dead/notes", "dead/news")) {
            assertThat(take(address)).isNotEmpty().allSatisfy(letter -> {
                assertThat(letter.properties()).containsEntry("reason", "expired");
                long seen = Long.parseLong(String.valueOf(letter.properties().get("first-seen")));
                assertThat(letter.delivery().created()).isAfterOrEqualTo(Instant.ofEpochMilli(seen + TTL_MILLIS));
            });
        }
        assertThat(HubIT.take(hub, "orders")).hasSize(2);
        assertThat(HubIT.take(hub, "archive")).isEmpty();
    }

    @Test
    void leavesToAReceiverWhatItHasAndTellsItWhenThatExpires() throws IOException, JMSException {
        push("!stream orders\n{\"k\":1}\n{\"k\":2}\n", 2);
        try (Connection connection = connect()) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue("archive"));
            Message first = consumer.receive(PATIENCE_MILLIS);
            assertThat(first.getJMSExpiration()).isEqualTo(first.getJMSTimestamp() + TTL_MILLIS);
            awaitStatus("\"name\":\"dead/archive\",\"waiting\":1,", "\"name\":\"archive\",\"waiting\":1,");
            first.acknowledge();
            awaitStatus("\"name\":\"dead/archive\",\"waiting\":1,", "\"name\":\"archive\",\"waiting\":0,");
        }
    }

    @Test
    void letsGoWhatAReceiverHadWhenItLeaves() throws IOException, JMSException {
        push("!stream orders\n{\"k\":1}\n", 1);
        try (Connection connection = connect()) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            assertThat(session.createConsumer(session.createQueue("archive")).receive(PATIENCE_MILLIS))
                    .isNotNull();
            awaitStatus("\"name\":\"fleeting\",\"waiting\":0,");
            assertThat(hub.status()).contains("\"name\":\"archive\",\"waiting\":1,");
        }
        awaitStatus("\"name\":\"dead/archive\",\"waiting\":1,", "\"name\":\"archive\",\"waiting\":0,");
    }

    @Test
    void trimsATopicThatSomebodyLooksAt() throws IOException, ClientException {
        hub.close();
        hub = HubProcess.in(folder)
                .pipeline("""
                        version: 1
                        streams: {orders: {key: /k}}
                        outputs: {idle: {from: orders, deliver: topic, retain: 4s}}
                        """)
                .with("ROUNDABOUT_EXPIRY_GRACE", "100ms")
                .start();
        ReceiverOptions looking = new ReceiverOptions().autoAccept(false);
        looking.sourceOptions().distributionMode(DistributionMode.COPY);
        push("!stream orders\n{\"k\":1}\n", 1);
        try (Client client = Client.create();
                org.apache.qpid.protonj2.client.Connection connection = client.connect("127.0.0.1", hub.gatePort());
                Receiver receiver = connection.openReceiver("idle", looking)) {
            assertThat(receiver.receive(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isNotNull();

            long turns = epoch();

            awaitStatus("\"name\":\"idle\",\"waiting\":0,\"made\":1,");
            assertThat(epoch()).as("the ledger tells what was committed").isGreaterThan(turns);
        }
    }

    @Test
    void endsASubscriptionThatNobodyCameForThoughNoMessageComes() throws JMSException {
        hub.close();
        hub = HubProcess.in(folder)
                .pipeline(PIPELINE)
                .with("ROUNDABOUT_EXPIRY_GRACE", "100ms")
                .with("ROUNDABOUT_SUBSCRIPTION_IDLE", "3s")
                .start();
        try (Connection connection = connect()) {
            subscribe(connection);
            awaitSubscriptions(1);
        }
        awaitSubscriptions(0);
    }

    /** A topic that never made anything has no line in the status, so it is asked to end one that there is not. */
    private void awaitSubscriptions(int there) {
        String none = "nobody has a subscription of 'news'";
        String other = "no subscription of 'news' is named 'weekly'";
        await().atMost(HubProcess.PATIENCE)
                .untilAsserted(() -> assertThat(
                                LookIT.ask(hub, "unsubscribe", "news", "weekly").err())
                        .contains(there == 0 ? none : other));
    }

    private List<CollectedMessage> take(String address) {
        List<CollectedMessage> messages = new ArrayList<>();
        try (Vehicle vehicle = hub.vehicle("taker").build();
                Collecting taken = vehicle.take(address, 100)) {
            taken.forEach(messages::add);
        }
        return messages;
    }

    private Connection connect() throws JMSException {
        String url = "amqp://127.0.0.1:" + hub.gatePort() + "?jms.clientID=ada&jms.prefetchPolicy.all=0";
        Connection connection = new JmsConnectionFactory(url).createConnection();
        connection.start();
        return connection;
    }

    private static MessageConsumer subscribe(Connection connection) throws JMSException {
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        return session.createDurableConsumer(session.createTopic("news"), "daily");
    }
}
