package io.roundabout.vehicle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.roundabout.vehicle.testing.FakeHub;
import io.roundabout.vehicle.testing.HeldMessage;
import io.roundabout.vehicle.testing.ReceivedMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The fake hub speaks as the vectors say that a hub speaks, and does what a test tells it to. */
@Timeout(60)
class FakeHubTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private record Kept(String stream, Optional<String> key, String body) {}

    @TestFactory
    Stream<DynamicTest> conversesAsTheVectorsSay() {
        return Vectors.of("conversations.json").stream()
                .filter(vector -> !vector.has("streams"))
                .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> converse(vector)));
    }

    @Test
    void takesTheNamesThatAHubTakes() throws IOException {
        for (JsonNode vector : Vectors.of("names.json")) {
            String stream = Vectors.text(vector.get("stream"));
            if (stream.chars().noneMatch(sign -> sign <= ' ')) {
                try (FakeHub hub = new FakeHub()) {
                    converse(hub, ("!stream " + stream + "\nx\n").getBytes(UTF_8));
                    assertThat(hub.messages().size() == 1)
                            .as(stream)
                            .isEqualTo(vector.get("valid").asBoolean());
                }
            }
        }
    }

    @RepeatedTest(50)
    void listensAgainAtOnce() throws IOException {
        try (FakeHub hub = new FakeHub()) {
            hub.stop();
            hub.start();
            converse(hub, "x\n".getBytes(UTF_8));
        }
    }

    @RepeatedTest(30)
    void handsNothingToAConnectionThatIsLost() {
        try (FakeHub hub = new FakeHub();
                Vehicle before = vehicle(hub).build();
                Vehicle after = vehicle(hub).build()) {
            hub.put("enriched", "1");
            Receiver lost = before.receiver("enriched");
            assertThat(lost.receive(SOON)).isPresent();
            hub.cut();
            hub.put("enriched", "2");
            try (Receiver receiver = after.receiver("enriched")) {
                assertThat(receiver.receive(SOON)).isPresent();
                assertThat(receiver.receive(SOON)).isPresent();
            }
        }
    }

    @Test
    void letsNobodyInWhoHasNotAsked() throws IOException {
        byte[] saslHeader = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};
        try (FakeHub hub = new FakeHub();
                Socket socket = new Socket(hub.host(), hub.amqpPort())) {
            socket.getOutputStream().write(saslHeader);
            DataInputStream input = new DataInputStream(socket.getInputStream());
            assertThat(input.readNBytes(saslHeader.length)).isEqualTo(saslHeader);
            input.readNBytes(input.readInt() - Integer.BYTES);

            // Has every connection say what it has to, before this returns.
            hub.put("enriched", "1");

            assertThat(input.available()).isZero();
        }
    }

    @Test
    void handsWhatIsGivenBackToWhoWaits() {
        try (FakeHub hub = new FakeHub();
                Vehicle one = vehicle(hub).build();
                Vehicle other = vehicle(hub).build()) {
            hub.put("enriched", "1");
            try (Receiver first = one.receiver("enriched", 1)) {
                assertThat(text(first.receive(SOON))).isEqualTo("1");
                try (Receiver second = other.receiver("enriched")) {
                    hub.put("enriched", "2");
                    assertThat(text(second.receive(SOON))).isEqualTo("2");
                    second.acknowledge();
                    first.release();
                    assertThat(text(second.receive(SOON))).isEqualTo("1");
                }
            }
        }
    }

    private static String text(Optional<CollectedMessage> message) {
        return message.map(CollectedMessage::text).orElse("nothing came");
    }

    @Test
    void keepsWhatItHoldsOverARestart() {
        try (FakeHub hub = new FakeHub();
                Vehicle vehicle = vehicle(hub).session("s").build()) {
            vehicle.push("orders", "1").join();
            hub.put("enriched", "{}");
            hub.stop();
            var unused = vehicle.push("orders", "2");
            hub.start();
            assertThat(vehicle.push("orders", "3").join().number()).isEqualTo(3);
            assertThat(hub.bodies("orders")).containsExactly("1", "2", "3");
            try (Collecting messages = vehicle.take("enriched", 2)) {
                assertThat(messages.stream()).hasSize(1);
            }
        }
    }

    @Test
    void knowsNoSessionThatItForgot() {
        try (FakeHub hub = new FakeHub();
                Vehicle vehicle = vehicle(hub).build()) {
            vehicle.push("orders", "1").join();
            hub.forget();
            hub.cut();
            assertThat(vehicle.push("orders", "2"))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(HubClosedException.class)
                    .withMessageContaining("session-gone");
        } catch (HubClosedException e) {
            assertThat(e.code()).isEqualTo("session-gone");
        }
    }

    @Test
    void countsALostConnectionAsOneFailedAttempt() {
        try (FakeHub hub = new FakeHub();
                Vehicle vehicle = vehicle(hub).build()) {
            hub.put("enriched", HeldMessage.json("{}").withId("a"));
            hub.put("enriched", HeldMessage.json("{}").withId("b"));
            try (Collecting messages = vehicle.collect("enriched")) {
                messages.iterator().next();
                hub.cut();
                await().until(() -> hub.held("enriched").size() == 2);
            }
            assertThat(hub.failed("enriched")).extracting(HeldMessage::id).containsExactly("a");
            try (Collecting messages = vehicle.take("enriched", 2)) {
                assertThat(messages.stream()
                                .map(message -> message.id().orElse("")
                                        + message.delivery().failedAttempts()))
                        .containsExactly("a1", "b0");
            }
        }
    }

    private static VehicleBuilder vehicle(FakeHub hub) {
        return Vehicle.to(hub.host()).entrancePort(hub.entrancePort()).amqpPort(hub.amqpPort());
    }

    private static void converse(JsonNode vector) throws IOException {
        try (FakeHub hub = new FakeHub()) {
            for (JsonNode connection : vector.get("connections")) {
                List<String> expected = new ArrayList<>();
                connection.get("server").forEach(line -> expected.add(line.asText()));
                List<String> lines = converse(hub, Vectors.bytes(connection.get("client")));
                assertThat(lines).hasSameSizeAs(expected);
                for (int i = 0; i < lines.size(); i++) {
                    assertThat(cut(lines.get(i), expected.get(i))).isEqualTo(expected.get(i));
                }
            }
            if (vector.has("kept")) {
                assertThat(hub.messages().stream().map(FakeHubTest::kept))
                        .containsExactlyElementsOf(
                                StreamSupport.stream(vector.get("kept").spliterator(), false)
                                        .map(FakeHubTest::kept)
                                        .toList());
            }
        }
    }

    /** Returns what the hub answered, without notices and all {@code +ok} but the last. */
    private static List<String> converse(FakeHub hub, byte[] client) throws IOException {
        try (Socket socket = new Socket(hub.host(), hub.entrancePort())) {
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(client);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    // A hub that answers -close stops reading.
                    return;
                }
            });
            writer.start();
            List<String> lines = new String(socket.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("*"))
                    .toList();
            int last = lines.lastIndexOf(
                    lines.stream().filter(line -> line.startsWith("+ok ")).reduce("", (before, line) -> line));
            List<String> told = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (i == last || !lines.get(i).startsWith("+ok ")) {
                    told.add(lines.get(i));
                }
            }
            return told;
        }
    }

    /** After these words more may follow. */
    private static String cut(String line, String expected) {
        boolean more = Stream.of("-err", "-close", "+hello").anyMatch(expected::startsWith);
        return more && line.startsWith(expected + " ") ? expected : line;
    }

    private static Kept kept(ReceivedMessage message) {
        return new Kept(message.stream(), message.key(), message.text());
    }

    private static Kept kept(JsonNode message) {
        Optional<String> key =
                Optional.of(message.get("key")).filter(JsonNode::isTextual).map(JsonNode::asText);
        return new Kept(message.get("stream").asText(), key, new String(Vectors.bytes(message.get("body")), UTF_8));
    }
}
