package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roundabout.Words;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds {@code docs/vectors}: messages.json, names.json, keys.json and decoding.json. */
class MessageVectorsTest {

    @TestFactory
    Stream<DynamicTest> takesOrRefusesEachMessage() {
        return Vectors.read("messages.json").map(vector -> DynamicTest.dynamicTest(name(vector), () -> push(vector)));
    }

    @TestFactory
    Stream<DynamicTest> takesOrRefusesEachName() {
        return Vectors.read("names.json")
                .map(vector -> DynamicTest.dynamicTest(
                        vector.toString(),
                        () -> assertThat(Words.isName(Vectors.text(vector.get("stream"))))
                                .isEqualTo(vector.get("valid").booleanValue())));
    }

    @TestFactory
    Stream<DynamicTest> spreadsKeysOverPartitions() {
        return Vectors.read("keys.json")
                .map(vector -> DynamicTest.dynamicTest(
                        vector.get("key").toString(),
                        () -> vector.get("partitions")
                                .properties()
                                .forEach(partition -> assertThat(new Partitions(Integer.parseInt(partition.getKey()))
                                                .of(Vectors.bytes(vector.get("key"))))
                                        .isEqualTo(partition.getValue().intValue()))));
    }

    @TestFactory
    Stream<DynamicTest> readsFirstBytesOfAConnection() {
        return Vectors.read("decoding.json").map(vector -> DynamicTest.dynamicTest(name(vector), () -> decode(vector)));
    }

    private static String name(JsonNode vector) {
        return vector.get("name").asText();
    }

    private static void push(JsonNode vector) {
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect()) {
            if (vector.has("stream")) {
                hub.declare(Vectors.stream("s", vector.get("stream")));
            }
            vehicle.send(bytes(vector)).halfClose();
            List<String> answers = vehicle.readAll();
            if (vector.has("refused")) {
                assertThat(answers).hasSize(2);
                assertThat(answers.get(0))
                        .startsWith("-err 1 " + vector.get("refused").asText() + " ");
                assertThat(hub.messages()).isEmpty();
            } else {
                assertThat(answers).containsExactly("+ok 1");
                assertKept(vector, hub.messages().get(0));
            }
        }
    }

    private static void assertKept(JsonNode vector, FramedMessage message) {
        JsonNode sent =
                vector.has("kept") ? vector.get("kept") : vector.has("line") ? vector.get("line") : vector.get("body");
        assertThat(message.body()).isEqualTo(Vectors.bytes(sent));
        JsonNode key = vector.get("key");
        assertThat(message.key()).isEqualTo(key.isNull() ? null : Vectors.bytes(key));
    }

    private static byte[] bytes(JsonNode vector) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(utf8("!stream s\n"));
        if (vector.has("line")) {
            out.writeBytes(Vectors.bytes(vector.get("line")));
        } else {
            byte[] body = Vectors.bytes(vector.get("body"));
            StringBuilder options = new StringBuilder();
            vector.get("put")
                    .properties()
                    .forEach(option -> options.append(option.getKey())
                            .append('=')
                            .append(PercentCoding.encode(Vectors.text(option.getValue())))
                            .append(' '));
            out.writeBytes(utf8("!put " + options + body.length + "\n"));
            out.writeBytes(body);
        }
        out.writeBytes(utf8("\n"));
        return out.toByteArray();
    }

    private static void decode(JsonNode vector) {
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect()) {
            vehicle.send(Vectors.bytes(vector.get("bytes"))).halfClose();
            List<String> answers = vehicle.readAll();
            if (vector.has("code")) {
                assertThat(answers).hasSize(1);
                assertThat(answers.get(0) + " ")
                        .startsWith("-close " + vector.get("code").asText() + " ");
            } else {
                assertThat(answers).isNotEmpty().noneMatch(answer -> answer.startsWith("-"));
                JsonNode fields = vector.get("fields");
                if (fields.has("body")) {
                    assertThat(hub.messages().get(0).body()).isEqualTo(Vectors.bytes(fields.get("body")));
                }
                if (fields.has("session")) {
                    assertThat(answers.get(0))
                            .contains(" session=" + PercentCoding.encode(Vectors.text(fields.get("session"))) + " ");
                }
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
