package io.roundabout.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Vehicle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conversations of {@code docs/vectors/conversations.json} with whole hubs: one hub for each set of declared streams, so
 * that each conversation has sessions and ids of its own and leaves nothing behind.
 */
class ConversationsIT {
    private static final Path VECTORS = Path.of("..", "docs", "vectors", "conversations.json");
    private static final Map<String, HubProcess> HUBS = new HashMap<>();

    @TempDir
    private static Path folder;

    private record Kept(String stream, String key, String body) {}

    @AfterAll
    static void kill() {
        HUBS.values().forEach(HubProcess::close);
    }

    @TestFactory
    Stream<DynamicTest> answersAsTheVectorsSay() throws IOException {
        JsonNode vectors = new ObjectMapper().readTree(VECTORS.toFile()).get("vectors");
        return StreamSupport.stream(vectors.spliterator(), false)
                .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> converse(vector)));
    }

    private static void converse(JsonNode vector) throws IOException {
        HubProcess hub = hubFor(vector);
        String mark = Integer.toHexString(vector.get("name").hashCode()) + "-";
        String own = "session=" + mark;
        for (JsonNode connection : vector.get("connections")) {
            String client = new String(bytes(connection.get("client")), ISO_8859_1)
                    .replace("session=", own)
                    .replace(" id=", " id=" + mark);
            List<String> expected = new ArrayList<>();
            connection.get("server").forEach(line -> expected.add(line.asText().replace("session=", own)));
            assertAnswers(PlainVehicle.netcat(hub, client.getBytes(ISO_8859_1)), expected);
        }
        List<Kept> kept = kept(hub, vector);
        if (vector.has("kept")) {
            assertThat(kept).containsExactlyInAnyOrderElementsOf(expected(vector.get("kept")));
        }
    }

    /** A vector that leaves open what is kept may have it kept later than the next one asks: it has a hub of its own. */
    private static HubProcess hubFor(JsonNode vector) {
        String streams = vector.path("streams").toString();
        return HUBS.computeIfAbsent(vector.has("kept") + streams, name -> start(streams));
    }

    private static HubProcess start(String streams) {
        try {
            HubProcess hub = HubProcess.in(Files.createDirectory(folder.resolve("hub" + HUBS.size())));
            return streams.isEmpty()
                    ? hub.start()
                    : hub.pipeline("{\"version\":1,\"streams\":" + streams + "}")
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertAnswers(List<String> received, List<String> expected) {
        List<String> lines = new ArrayList<>(received);
        lines.removeIf(line -> line.startsWith("*"));
        int lastOk = lines.size() - 1;
        while (lastOk >= 0 && !lines.get(lastOk).startsWith("+ok ")) {
            lastOk--;
        }
        for (int i = lastOk - 1; i >= 0; i--) {
            if (lines.get(i).startsWith("+ok ")) {
                lines.remove(i);
            }
        }
        assertThat(lines).as(() -> received + " for " + expected).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            boolean open = expected.get(i).matches("(-err|-close|\\+hello) .*");
            assertThat(lines.get(i) + (open ? " " : "")).startsWith(expected.get(i) + (open ? " " : ""));
            assertThat(open || lines.get(i).equals(expected.get(i))).isTrue();
        }
    }

    private static List<Kept> kept(HubProcess hub, JsonNode vector) {
        Set<String> streams = new TreeSet<>();
        vector.path("kept").forEach(message -> streams.add(message.get("stream").asText()));
        vector.path("streams").fieldNames().forEachRemaining(streams::add);
        if (!vector.has("streams")) {
            streams.add("default");
        }
        List<Kept> kept = new ArrayList<>();
        try (Vehicle vehicle = hub.vehicle("taker").build()) {
            for (String stream : streams) {
                try (Collecting messages = vehicle.take(stream, 1_000_000)) {
                    for (CollectedMessage message : messages) {
                        String body = new String(message.body(), ISO_8859_1);
                        kept.add(new Kept(stream, message.key().orElse("none"), body));
                    }
                }
            }
        }
        return kept;
    }

    private static List<Kept> expected(JsonNode kept) {
        List<Kept> expected = new ArrayList<>();
        kept.forEach(one -> expected.add(new Kept(
                one.get("stream").asText(),
                one.get("key").isNull() ? "none" : new String(bytes(one.get("key")), UTF_8),
                new String(bytes(one.get("body")), ISO_8859_1))));
        return expected;
    }

    /** Reads bytes as {@code docs/vectors/README.md} says. */
    private static byte[] bytes(JsonNode node) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (node.isTextual()) {
            out.writeBytes(node.asText().getBytes(UTF_8));
        } else if (node.isArray()) {
            node.forEach(part -> out.writeBytes(bytes(part)));
        } else if (node.has("hex")) {
            out.writeBytes(HexFormat.of().parseHex(node.get("hex").asText()));
        } else {
            byte[] once = bytes(node.get("repeat"));
            for (int i = 0; i < node.get("times").intValue(); i++) {
                out.writeBytes(once);
            }
        }
        return out.toByteArray();
    }
}
