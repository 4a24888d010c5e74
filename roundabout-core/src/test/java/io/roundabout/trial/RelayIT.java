package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages go on to a real broker while the hub is killed, and the broker too; each is there once. */
class RelayIT {
    private static final int MESSAGES = 12_000;

    @TempDir
    private Path folder;

    @Test
    void losesNothingAndDoublesNothing() throws Exception {
        try (ArtemisProcess broker = ArtemisProcess.in(folder, "archive").start();
                HubProcess hub = relaying(broker).start()) {
            try (Vehicle vehicle =
                    hub.vehicle("orders").bufferMessages(MESSAGES).build()) {
                push(vehicle, 0);
                awaitAccepted(hub, 200);
                hub.crash();
                push(vehicle, 1);
                push(vehicle, 2);
                awaitAccepted(hub, MESSAGES / 3 + 200);
                broker.kill9();
                awaitNotice(
                        hub,
                        "relay 'archive' to amqp://hub@127.0.0.1:" + broker.port()
                                + "/archive: it cannot be reached (Connection refused");
                vehicle.flush(HubProcess.PATIENCE);
            }
            broker.start();
            awaitAccepted(hub, MESSAGES);

            List<Message<?>> there = broker.takeAll();
            assertThat(bodies(there)).containsExactlyInAnyOrderElementsOf(expected());
            assertThat(idsOf(there)).doesNotHaveDuplicates();
            System.out.println("RelayIT: " + redelivered(there) + " had been sent before; "
                    + hub.get("/metrics")
                            .lines()
                            .filter(line -> line.startsWith("roundabout_relay"))
                            .toList());
            assertThat(notices(hub)).isEmpty();
            assertThat(hub.words()).noneMatch(line -> line.contains("p@ss") || line.contains("p%40ss"));
            dropsADouble(broker, there.get(0));
        }
    }

    /** What a broker with duplicate detection says to what it has already: the relay counts on it. */
    private static void dropsADouble(ArtemisProcess broker, Message<?> known) throws ClientException {
        Message<String> again = Message.create("again");
        again.property("_AMQ_DUPL_ID", known.messageId());

        assertThat(broker.send(again)).isEqualTo(DeliveryState.Type.ACCEPTED);
        assertThat(broker.takeAll()).isEmpty();
    }

    private HubProcess relaying(ArtemisProcess broker) throws IOException {
        Path credentials = Files.writeString(
                folder.resolve("credentials"),
                "amqp://" + ArtemisProcess.USER + ":"
                        + URLEncoder.encode(ArtemisProcess.PASSWORD, StandardCharsets.UTF_8) + "@127.0.0.1:"
                        + broker.port() + "\n");
        return HubProcess.in(folder)
                .with("ROUNDABOUT_RELAY_CREDENTIALS", credentials.toString())
                .pipeline("version: 1\nstreams: {orders: {key: none}}\n"
                        + "outputs: {archive: {from: orders, relay: 'amqp://hub@127.0.0.1:" + broker.port()
                        + "/archive'}}\n");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flush tells.
    private static void push(Vehicle vehicle, int third) {
        IntStream.range(third * MESSAGES / 3, (third + 1) * MESSAGES / 3)
                .forEach(number -> vehicle.push("orders", body(number)));
    }

    private static String body(int number) {
        return "{\"n\":" + number + "}";
    }

    private static List<String> expected() {
        return IntStream.range(0, MESSAGES).mapToObj(RelayIT::body).toList();
    }

    private static List<String> bodies(List<Message<?>> messages) throws ClientException {
        List<String> bodies = new ArrayList<>();
        for (Message<?> message : messages) {
            bodies.add(new String((byte[]) message.body(), StandardCharsets.UTF_8));
        }
        return bodies;
    }

    private static List<Object> idsOf(List<Message<?>> messages) throws ClientException {
        List<Object> ids = new ArrayList<>();
        for (Message<?> message : messages) {
            assertThat(message.property("_AMQ_DUPL_ID")).isEqualTo(message.messageId());
            ids.add(message.messageId());
        }
        return ids;
    }

    private static long redelivered(List<Message<?>> messages) throws ClientException {
        long count = 0;
        for (Message<?> message : messages) {
            count += message.firstAcquirer() ? 0 : 1;
        }
        return count;
    }

    private static void awaitAccepted(HubProcess hub, int messages) {
        await().atMost(HubProcess.PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> accepted(hub) >= messages);
    }

    private static long accepted(HubProcess hub) throws IOException {
        for (JsonNode output : new ObjectMapper().readTree(hub.status()).path("outputs")) {
            if (output.path("name").asText().equals("archive")) {
                return output.path("accepted").asLong();
            }
        }
        return 0;
    }

    private static void awaitNotice(HubProcess hub, String beginning) {
        await().atMost(HubProcess.PATIENCE)
                .until(() -> notices(hub).stream().anyMatch(notice -> notice.startsWith(beginning)));
    }

    private static List<String> notices(HubProcess hub) throws IOException {
        JsonNode notices = new ObjectMapper().readTree(hub.status()).path("notices");
        return StreamSupport.stream(notices.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toList());
    }
}
