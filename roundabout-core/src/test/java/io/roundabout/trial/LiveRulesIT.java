package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.vehicle.Vehicle;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while the hub runs. */
class LiveRulesIT {
    private static final String PAIRS = """
            version: 1
            streams: {a: {key: /n}, b: {key: /n}}
            joins: {ab: {inputs: {a: one, b: one}}}
            """;

    /** As {@link #PAIRS}, with a join of which nothing ever completes. */
    private static final String WAITING = """
            version: 1
            streams: {a: {key: /n}, b: {key: /n}, c: {key: /n}}
            joins: {ab: {inputs: {a: one, b: one}}, ac: {inputs: {a: one, c: one}}}
            """;

    private static final int CHANGES = 6;
    private static final long PATIENCE_MILLIS = 30_000;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private HubProcess hub;

    @BeforeEach
    void prepare() {
        hub = HubProcess.in(folder);
    }

    @AfterEach
    void kill() {
        hub.close();
    }

    @Test
    void losesNothingWhileRulesChangeUnderAVehicle() throws Exception {
        hub.pipeline(PAIRS).start();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> pushed = CompletableFuture.supplyAsync(() -> pushPairs(enough));
        for (int i = 0; i < CHANGES; i++) {
            int before = count("ab", "made");
            JsonNode answer = apply(i % 2 == 0 ? WAITING : PAIRS, false, true);
            assertThat(answer.path("applied").asBoolean()).as("%s", answer).isTrue();
            awaitMoreThan(before);
        }
        enough.set(true);
        int count = pushed.get();

        assertThat(numbers(HubIT.take(hub, "ab")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).boxed().toList());
        List<Integer> aside = numbers(HubIT.take(hub, "dead/ac"));
        assertThat(aside).isNotEmpty().doesNotHaveDuplicates().hasSizeLessThan(count);
    }

    @Test
    void isInForceAfterAKillRightAfterTheAnswer() throws Exception {
        hub.start();
        apply(PAIRS, false, false);
        hub.kill9();
        hub.start();

        assertThat(json.readTree(get()).path("joins").has("ab")).isTrue();
        assertThat(PlainVehicle.netcat(hub, "!stream zzz\n{}\n"))
                .anyMatch(line -> line.startsWith("-err 1 unknown-stream"));
    }

    @Test
    void refusesSqlThatCannotBeCompiledAndGoesOn() throws Exception {
        hub.pipeline(PAIRS).start();
        String wrong = PAIRS.replace("b: one}", "b: one}, select: \"a.n AS n, nothing(b.n) AS m\"");

        assertThat(apply(wrong, false, false).path("code").asText()).isEqualTo("INVALID_PIPELINE");

        PlainVehicle.netcat(hub, "!stream b\n{\"n\":9}\n!stream a\n{\"n\":9}\n");
        assertThat(HubIT.take(hub, "ab")).hasSize(1);
    }

    @Test
    void refusesToStrandUnlessItIsAllowed() throws Exception {
        hub.pipeline(WAITING).start();
        PlainVehicle.netcat(hub, "!stream c\n{\"n\":1}\n{\"n\":2}\n");
        PlainVehicle.netcat(hub, "!stream b\n{\"n\":9}\n!stream a\n{\"n\":9}\n");
        String before = get();

        assertThat(apply(PAIRS, false, false).path("code").asText()).isEqualTo("WOULD_STRAND");
        JsonNode dry = apply(PAIRS, true, false);
        assertThat(dry.path("applied").asBoolean()).isFalse();
        assertThat(dry.path("stranded").toString()).contains("join 'ac' holds 3 messages and is gone");
        assertThat(get()).isEqualTo(before);

        assertThat(apply("version: 1\nstreams: {c: {key: /n}}\n", false, true)
                        .path("applied")
                        .asBoolean())
                .isTrue();
        assertThat(HubIT.take(hub, "ab"))
                .as("what waits can still be collected")
                .hasSize(1);
        assertThat(numbers(HubIT.take(hub, "dead/ac"))).containsExactlyInAnyOrder(1, 2, 9);
        await().atMost(HubProcess.PATIENCE).until(() -> count("dead/ac", "waiting") == 0);
    }

    @Test
    void handsWhatIsSetAsideToWhoWaitsForIt() throws Exception {
        hub.pipeline(WAITING).start();
        PlainVehicle.netcat(hub, "!stream c\n{\"n\":1}\n");
        try (Connection connection =
                new JmsConnectionFactory("amqp://127.0.0.1:" + hub.gatePort()).createConnection()) {
            connection.start();
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue("dead/ac"));
            assertThat(consumer.receive(1_000)).isNull();

            apply(PAIRS, false, true);

            assertThat(consumer.receive(PATIENCE_MILLIS)).isNotNull();
        }
    }

    @Test
    void tellsAVehicleOfAStreamThatIsGone() throws Exception {
        hub.pipeline(WAITING).start();
        try (PlainVehicle vehicle = PlainVehicle.to(hub)) {
            vehicle.send("!hello ack=receipts\n!stream c\n{\"n\":1}\n");
            vehicle.answer();
            assertThat(vehicle.answer()).isEqualTo("+ok 1");
            apply(PAIRS, false, true);
            vehicle.send("{\"n\":2}\n!stream a\n{\"n\":3}\n");
            assertThat(vehicle.answer()).startsWith("-err 2 unknown-stream");
            assertThat(vehicle.answersUpTo("+ok 3")).isNotEmpty();
        }
    }

    @Test
    void letsTheSendersOfAFullListGoWhenItsMaxIsRaised() throws Exception {
        String lists = PAIRS.replace("b: one", "b: {mode: all, max: 2}");
        hub.pipeline(lists).start();
        PlainVehicle.netcat(hub, "!stream b\n{\"n\":1}\n{\"n\":1}\n");
        hub.kill9();
        hub.start();
        try (PlainVehicle vehicle = PlainVehicle.to(hub).send("!hello ack=receipts\n!stream b\n{\"n\":1}\n")) {
            vehicle.answer();
            assertThat(vehicle.line())
                    .as("a hub that comes back knows what is full")
                    .isEqualTo("*hold stream=b reason=quota");

            apply(lists.replace("max: 2", "max: 3"), false, false);

            assertThat(vehicle.line()).isEqualTo("*go stream=b");
            assertThat(vehicle.answer()).isEqualTo("+ok 1");
        }
        try (PlainVehicle vehicle = PlainVehicle.to(hub).send("!stream b\n{\"n\":1}\n")) {
            assertThat(vehicle.line()).as("three are the bound now").isEqualTo("*hold stream=b reason=quota");
        }
    }

    @Test
    void appliesFromTheCommandLine() throws Exception {
        hub.pipeline(PAIRS).start();
        Path file = Files.writeString(folder.resolve("next.yaml"), WAITING);
        String door = ":" + hub.httpPort();

        CommandProcess.Told dry =
                CommandProcess.run(hub, folder, "apply", "-f", file.toString(), "--http", door, "--dry-run");
        assertThat(dry.out())
                .containsExactly(
                        "+ stream c: key /n, format json",
                        "+ join ac: inputs {\"a\":\"one\",\"c\":\"one\"}, complete all, output ac",
                        "nothing changed: this was a dry run");
        assertThat(json.readTree(get()).path("joins").has("ac")).isFalse();
        CommandProcess.Told applied = CommandProcess.run(hub, folder, "apply", "-f", file.toString(), "--http", door);
        assertThat(applied.out()).endsWith("in force");
        assertThat(applied.code()).isZero();
        assertThat(json.readTree(get()).path("joins").has("ac")).isTrue();
    }

    private int pushPairs(AtomicBoolean enough) {
        try (Vehicle vehicle = hub.vehicle("pusher").build()) {
            int number = 0;
            List<CompletableFuture<?>> receipts = new ArrayList<>();
            while (!enough.get()) {
                receipts.add(vehicle.push("a", "{\"n\":" + number + "}"));
                receipts.add(vehicle.push("b", "{\"n\":" + number + "}"));
                number++;
            }
            vehicle.flush(HubProcess.PATIENCE);
            receipts.forEach(CompletableFuture::join);
            return number;
        }
    }

    private void awaitMoreThan(int made) {
        await().atMost(HubProcess.PATIENCE).until(() -> count("ab", "made") > made);
    }

    private int count(String output, String counter) throws IOException {
        return Stream.of(json.readTree(hub.status()).path("outputs"))
                .flatMap(outputs ->
                        Stream.iterate(0, i -> i < outputs.size(), i -> i + 1).map(outputs::get))
                .filter(row -> row.path("name").asText().equals(output))
                .mapToInt(row -> row.path(counter).asInt())
                .sum();
    }

    private List<Integer> numbers(List<String> bodies) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (String body : bodies) {
            JsonNode read = json.readTree(body);
            numbers.add(
                    read.has("n") ? read.path("n").asInt() : read.path("key").asInt());
        }
        return numbers;
    }

    private JsonNode apply(String pipeline, boolean dryRun, boolean allowStranded) throws Exception {
        String body =
                json.writeValueAsString(Map.of("pipeline", pipeline, "dryRun", dryRun, "allowStranded", allowStranded));
        HttpRequest request = HttpRequest.newBuilder(door())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return json.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private String get() throws Exception {
        return http.send(HttpRequest.newBuilder(door()).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private URI door() {
        return URI.create("http://127.0.0.1:" + hub.httpPort() + "/api/v1/pipeline");
    }
}
