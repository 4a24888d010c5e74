package io.roundabout.vehicle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class WireVectorsTest {
    @TestFactory
    Stream<DynamicTest> writesEveryCommandByteForByte() {
        return Vectors.of("commands.json").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> {
                    byte[] written = written(vector.get("command").asText(), vector.get("fields"));
                    assertThat(written).isEqualTo(Vectors.bytes(vector.get("bytes")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> readsEveryAnswer() {
        return Vectors.of("answers.json").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.get("line").asText(), () -> {
                    HubAnswer answer = HubAnswer.parse(vector.get("line").asText());
                    assertThat(answer).isEqualTo(expected(vector.get("parsed")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> knowsEveryNameOfAStream() {
        return Vectors.of("names.json").stream().map(vector -> {
            String stream = Vectors.text(vector.get("stream"));
            return DynamicTest.dynamicTest(
                    "'" + stream + "'",
                    () -> assertThat(WireWriter.isName(stream))
                            .isEqualTo(vector.get("valid").asBoolean()));
        });
    }

    private static byte[] written(String command, JsonNode fields) {
        return switch (command) {
            case "hello" -> hello(fields);
            case "stream" -> WireWriter.stream(fields.get("stream").asText());
            case "line" -> message(WireWriter.lineHead(Vectors.bytes(fields.get("body"))), fields);
            case "put" -> message(WireWriter.putHead(put(fields)), fields);
            case "sync" -> WireWriter.SYNC;
            case "ping" -> WireWriter.PING;
            case "bye" -> WireWriter.BYE;
            case "begin" -> WireWriter.BEGIN;
            case "end" -> WireWriter.end(fields.get("count").asInt());
            case "abort" -> WireWriter.ABORT;
            default -> throw new IllegalArgumentException("no command " + command);
        };
    }

    private static byte[] hello(JsonNode fields) {
        Map<String, String> options = new LinkedHashMap<>();
        fields.properties()
                .forEach(field -> options.put(field.getKey(), field.getValue().asText()));
        return WireWriter.hello(options);
    }

    private static Message put(JsonNode fields) {
        return new Message(
                Vectors.bytes(fields.get("body")),
                Optional.ofNullable(fields.get("key")).map(Vectors::text),
                Optional.ofNullable(fields.get("id")).map(Vectors::text),
                Optional.ofNullable(fields.get("type")).map(Vectors::text));
    }

    private static byte[] message(byte[] head, JsonNode fields) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head);
        whole.writeBytes(Vectors.bytes(fields.get("body")));
        whole.writeBytes("\n".getBytes(UTF_8));
        return whole.toByteArray();
    }

    private static HubAnswer expected(JsonNode parsed) {
        String kind = parsed.get("kind").asText();
        long number = parsed.path("number").asLong();
        String code = parsed.path("code").asText();
        String text = parsed.path("text").asText();
        return switch (kind) {
            case "hello" ->
                new HubAnswer.Hello(
                        parsed.get("protocol").asText(),
                        parsed.get("session").asText(),
                        parsed.get("last").asLong(),
                        parsed.get("max-line").asInt(),
                        parsed.get("max-put").asInt(),
                        parsed.get("window").asInt());
            case "ok" -> new HubAnswer.Ok(number);
            case "err" -> new HubAnswer.Err(number, code, text);
            case "close" -> new HubAnswer.Close(code, text);
            case "sync" -> new HubAnswer.Sync(number);
            case "pong" -> new HubAnswer.Pong();
            case "bye" -> new HubAnswer.Bye(number);
            case "notice" -> new HubAnswer.Notice(parsed.get("name").asText(), text);
            default -> throw new IllegalArgumentException("no answer " + kind);
        };
    }
}
