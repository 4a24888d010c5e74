package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the conversations of {@code docs/vectors/conversations.json}. */
class ConversationVectorsTest {
    /** These are decided by the loop, not at the door. */
    private static final Set<String> BEYOND_THE_DOOR = Set.of(
            "the same id again is a success",
            "the same id with another body is a conflict",
            "the same id twice in one connection",
            "an id in a batch",
            "a known id in a batch",
            "a conflict makes its batch void",
            "conflicts above known= are repeated",
            "declared: the id is in the message",
            "declared: a message that does not fit its schema",
            "declared: a message of a batch that does not fit its schema");

    private record Kept(String stream, @Nullable String key, String body) {}

    @TestFactory
    Stream<DynamicTest> answersAsTheVectorsSay() {
        return Vectors.read("conversations.json")
                .filter(vector -> !BEYOND_THE_DOOR.contains(vector.get("name").asText()))
                .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> converse(vector)));
    }

    private static void converse(JsonNode vector) {
        try (TestingHub hub = TestingHub.open()) {
            declare(hub, vector.path("streams"));
            for (JsonNode connection : vector.get("connections")) {
                List<String> received = received(hub, Vectors.bytes(connection.get("client")));
                assertAnswers(received, connection.get("server"));
            }
            if (vector.has("kept")) {
                assertThat(kept(hub)).containsExactlyInAnyOrderElementsOf(expected(vector.get("kept")));
            }
        }
    }

    private static void declare(TestingHub hub, JsonNode streams) {
        List<StreamDefinition> definitions = new ArrayList<>();
        streams.properties().forEach(stream -> definitions.add(Vectors.stream(stream.getKey(), stream.getValue())));
        if (!definitions.isEmpty()) {
            hub.declare(definitions.toArray(StreamDefinition[]::new));
        }
    }

    private static List<String> received(TestingHub hub, byte[] client) {
        try (TestingVehicle vehicle = hub.connect()) {
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(() -> vehicle.send(client).halfClose());
            List<String> lines = new ArrayList<>(vehicle.readAll());
            sent.join();
            lines.removeIf(line -> line.startsWith("*"));
            int lastOk = lines.lastIndexOf(lines.stream()
                    .filter(line -> line.startsWith("+ok "))
                    .reduce((first, second) -> second)
                    .orElse(""));
            List<String> compared = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (i == lastOk || !lines.get(i).startsWith("+ok ")) {
                    compared.add(lines.get(i));
                }
            }
            return compared;
        }
    }

    private static void assertAnswers(List<String> received, JsonNode server) {
        List<String> expected = new ArrayList<>();
        server.forEach(line -> expected.add(line.textValue()));
        assertThat(received).as(() -> received + " for " + expected).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            boolean open = expected.get(i).matches("(-err|-close|\\+hello) .*");
            assertThat(received.get(i) + (open ? " " : "")).startsWith(expected.get(i) + (open ? " " : ""));
            assertThat(open || received.get(i).equals(expected.get(i))).isTrue();
        }
    }

    private static List<Kept> kept(TestingHub hub) {
        List<Kept> kept = new ArrayList<>();
        List<FramedMessage> messages = hub.messages();
        for (int i = 0; i < messages.size(); i++) {
            FramedMessage message = messages.get(i);
            byte[] key = message.key();
            kept.add(new Kept(
                    hub.streams().get(i),
                    key == null ? null : new String(key, StandardCharsets.UTF_8),
                    new String(message.body(), StandardCharsets.ISO_8859_1)));
        }
        return kept;
    }

    private static List<Kept> expected(JsonNode kept) {
        List<Kept> expected = new ArrayList<>();
        kept.forEach(one -> expected.add(new Kept(
                one.get("stream").asText(),
                one.get("key").isNull() ? null : Vectors.text(one.get("key")),
                new String(Vectors.bytes(one.get("body")), StandardCharsets.ISO_8859_1))));
        return expected;
    }
}
