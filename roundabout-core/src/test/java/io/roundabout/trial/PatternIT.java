package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Vehicle;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One address for several queues of a real hub. */
class PatternIT {
    private static final long PATIENCE_MILLIS = 30_000;
    private static final String PIPELINE = """
            version: 1
            streams: {shop.eu: {key: /k}, shop.us: {key: /k}, other: {key: /k}}
            outputs: {shop.news: {from: other, deliver: topic}}
            """;

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

    private void push(String stream, String body) throws IOException {
        assertThat(PlainVehicle.netcat(hub, "!stream " + stream + "\n" + body + "\n"))
                .containsExactly("+ok 1");
    }

    @Test
    void collectsFromAllThatMatch() throws Exception {
        push("shop.eu", "{\"k\":1}");
        push("shop.us", "{\"k\":2}");
        push("other", "{\"k\":3}");

        assertThat(bodies("shop.#")).as("looks").containsExactlyInAnyOrder("{\"k\":1}", "{\"k\":2}");
        assertThat(CommandProcess.run(hub, folder, "collect", "shop.*").out())
                .containsExactlyInAnyOrder("{\"k\":1}", "{\"k\":2}");
        assertThat(HubIT.take(hub, "shop.*")).isEmpty();
        assertThat(HubIT.take(hub, "#")).containsExactly("{\"k\":3}");
        CommandProcess.Told told = CommandProcess.run(hub, folder, "collect", "shops.*");
        assertThat(told.err()).contains("no queue matches 'shops.*'; there is other, shop.eu, shop.us");
        assertThat(told.code()).isEqualTo(1);
    }

    @Test
    void asksAboutOneAddressAtATime() {
        LookIT.Told told = LookIT.ask(hub, "peek", "shop.*");
        assertThat(told.err()).contains("'shop.*' is a pattern; ask about one address at a time");
        assertThat(told.code()).isEqualTo(1);
    }

    @Test
    void collectsFromWhatMatchesSinceRulesChanged() throws IOException, JMSException {
        try (Connection connection =
                new JmsConnectionFactory("amqp://127.0.0.1:" + hub.gatePort()).createConnection()) {
            connection.start();
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue("shop.*"));
            Path more = Files.writeString(
                    folder.resolve("more.yaml"), PIPELINE.replace("other:", "shop.asia: {key: /k}, other:"));
            assertThat(LookIT.ask(hub, "apply", "-f", more.toString()).code()).isZero();

            push("shop.asia", "{\"k\":4}");
            push("shop.us", "{\"k\":5}");

            List<String> bodies = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Message message = consumer.receive(PATIENCE_MILLIS);
                assertThat(message).isNotNull();
                bodies.add(message.getBody(String.class));
            }
            assertThat(bodies).containsExactlyInAnyOrder("{\"k\":4}", "{\"k\":5}");
        }
    }

    @Test
    void keepsASubscriptionAttachedWhileRulesChange() throws IOException, JMSException {
        String url = "amqp://127.0.0.1:" + hub.gatePort() + "?jms.clientID=ada";
        try (Connection connection = new JmsConnectionFactory(url).createConnection()) {
            connection.start();
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createDurableConsumer(session.createTopic("shop.news"), "daily");
            Path more = Files.writeString(
                    folder.resolve("more.yaml"), PIPELINE.replace("other:", "shop.asia: {key: /k}, other:"));
            assertThat(LookIT.ask(hub, "apply", "-f", more.toString()).code()).isZero();

            push("other", "{\"k\":6}");

            assertThat(consumer.receive(PATIENCE_MILLIS)).isNotNull();
        }
    }

    private List<String> bodies(String address) {
        List<String> bodies = new ArrayList<>();
        try (Vehicle vehicle = hub.vehicle("looker").build();
                Collecting messages = vehicle.browse(address)) {
            for (CollectedMessage message : messages) {
                bodies.add(message.text());
            }
        }
        return bodies;
    }
}
