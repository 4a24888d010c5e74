package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.api.Contract;
import io.roundabout.api.TestingBrowser;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody collects with curl. */
class LeaseIT {
    private static final String JSON = "application/json";
    private static final Path PAGE = Path.of("..", "docs", "http.md");
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final String PIPELINE = """
            version: 1
            streams:
              notes: {key: /k}
              orders: {key: /k}
              customers: {key: /k}
            joins:
              named: {inputs: {orders: one, customers: latest}, within: 1h, otherwise: partial}
            """;

    @TempDir
    private Path folder;

    @Test
    void losesNothing() throws Exception {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            PlainVehicle.netcat(hub, "!stream notes\n{\"k\":\"a\"}\n{\"k\":\"b\"}\n{\"k\":\"c\"}\n");

            JsonNode before = take(hub, 2, "1h");
            hub.crash();

            // It is not known any more, and what it had is there, as if nobody had had it.
            assertThat(settle(hub, before).statusCode()).isEqualTo(404);
            JsonNode taken = take(hub, 2, "1h");
            assertThat(taken.at("/messages").findValuesAsText("messageId"))
                    .isEqualTo(before.at("/messages").findValuesAsText("messageId"));
            assertThat(taken.at("/messages").findValuesAsText("attempts")).containsOnly("0");
            assertThat(taken.at("/messages/0/body/k").asText()).isEqualTo("a");
            assertThat(tree(settle(hub, taken)).at("/settled/accepted").asInt()).isEqualTo(2);
            assertThat(tree(settle(hub, taken)).at("/settled/accepted").asInt()).isEqualTo(2);
            hub.crash();

            // Who dies between take and settle, or never gets the answer, holds it for the time of the lease.
            takeAndHangUp(hub);
            JsonNode last = await().atMost(HubProcess.PATIENCE)
                    .until(() -> take(hub, 9, "1h"), it -> !it.at("/messages").isEmpty());
            assertThat(last.at("/messages")).hasSize(1);
            assertThat(last.at("/messages/0/body/k").asText()).isEqualTo("c");
            assertThat(last.at("/messages/0/attempts").asInt()).isEqualTo(1);
            assertThat(settle(hub, last).statusCode()).isEqualTo(200);
            assertThat(hub.words()).isEmpty();
        }
    }

    @Test
    void keepsNoHubFromStopping() throws Exception {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            CompletableFuture<HttpResponse<String>> waiting =
                    CompletableFuture.supplyAsync(() -> new TestingBrowser(hub.httpPort())
                            .send("POST", "/api/v1/outputs/dead/notes/take", "{\"wait\":\"5m\"}", JSON));
            // A redrive of what somebody waits for is refused: it waits.
            await().atMost(HubProcess.PATIENCE)
                    .until(() ->
                            send(hub, "POST", "/api/v1/redrive/notes", "{}").statusCode() == 409);

            hub.stop();

            // It may be told so, or hung up on: the server stops as well.
            assertThat(waiting.handle((told, lost) -> lost != null
                                    || (told.statusCode() == 503 && told.body().contains("SHUTTING_DOWN")))
                            .get(1, TimeUnit.MINUTES))
                    .isTrue();
        }
    }

    @Test
    void answersAsTheDocumentSays() throws IOException {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start();
                Socket vehicle = new Socket(InetAddress.getLoopbackAddress(), hub.entrancePort());
                Vehicle waiter = hub.vehicle("waiter").build();
                Collecting messages = waiter.take("notes", 1)) {
            PlainVehicle.netcat(hub, "!stream notes\n{\"k\":\"a\"}\nno json\n!stream orders\n{\"k\":\"a\"}\n");
            vehicle.getOutputStream().write("!hello vehicle=shop\n".getBytes(StandardCharsets.UTF_8));
            messages.iterator().next();
            Contract contract =
                    Contract.read(send(hub, "GET", "/api/v1/openapi.json", null).body());
            await().atMost(HubProcess.PATIENCE)
                    .until(() ->
                            send(hub, "GET", "/api/v1/vehicles", null).body().contains("\"shop\""));
            assertThat(tree(send(hub, "GET", "/api/v1/vehicles", null)).at("/links"))
                    .singleElement()
                    .satisfies(link -> {
                        assertThat(link.get("address").asText()).isEqualTo("notes");
                        assertThat(link.get("direction").asText()).isEqualTo("collect");
                        assertThat(link.get("unsettled").asInt()).isEqualTo(1);
                        assertThat(link.get("peer").asText()).startsWith("127.0.0.1:");
                    });

            for (String[] asked : new String[][] {
                {"status", "status"},
                {"ledger", "ledger"},
                {"streams", "streams"},
                {"joins", "joins"},
                {"computes", "computes"},
                {"outputs", "outputs"},
                {"outputs/{name}", "outputs/dead/notes"},
                {"entrances", "entrances"},
                {"vehicles", "vehicles"},
                {"pipeline", "pipeline"},
                {"clock", "clock"},
                {"expected", "expected"},
                {"explain/{join}/{key}", "explain/named/a"},
                {"dead/{name}", "dead/notes"},
                {"peek/{address}", "peek/notes"},
                {"joins/{name}", "joins/named"},
                {"streams/{name}", "streams/notes"}
            }) {
                HttpResponse<String> answer = send(hub, "GET", "/api/v1/" + asked[1], null);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(contract.defects("GET /api/v1/" + asked[0], answer)).isEmpty();
            }
            assertThat(contract.defects(
                            "POST /api/v1/outputs/{address}/take",
                            send(hub, "POST", "/api/v1/outputs/dead/notes/take", "{}")))
                    .isEmpty();
            assertThat(tree(send(hub, "GET", "/api/v1/outputs/dead/notes", null))
                            .at("/kind")
                            .asText())
                    .isEqualTo("dead-letters");
            assertThat(tree(send(hub, "GET", "/api/v1/entrances", null))
                            .at("/0/port")
                            .asInt())
                    .isEqualTo(hub.entrancePort());
        }
    }

    @Test
    void thePageDoesWhatItSays() throws Exception {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            PlainVehicle.netcat(hub, "!stream notes\n{\"k\":\"a\"}\n{\"k\":\"b\"}\n");
            List<String> blocks = COMMANDS.matcher(Files.readString(PAGE))
                    .results()
                    .map((MatchResult block) -> block.group(1))
                    .toList();
            String script = String.join("\necho\n", blocks).replace("localhost:8080", "localhost:" + hub.httpPort());

            Process shell = new ProcessBuilder("bash", "-euc", script)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String told = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(shell.waitFor()).as(told).isZero();
            assertThat(told).doesNotContain("\"code\"");
            assertThat(Files.readString(folder.resolve("taken.json"))).contains("\"body\":{\"k\":\"b\"}");
            assertThat(Files.readString(folder.resolve("settled.json"))).contains("\"settled\":{\"accepted\":2}");
            assertThat(tree(send(hub, "GET", "/api/v1/outputs/notes", null))
                            .at("/counts/accepted")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    private static JsonNode take(HubProcess hub, int most, String lease) {
        String body = "{\"max\":" + most + ",\"lease\":\"" + lease + "\"}";
        return tree(send(hub, "POST", "/api/v1/outputs/notes/take", body));
    }

    private static HttpResponse<String> settle(HubProcess hub, JsonNode taken) {
        return send(hub, "POST", "/api/v1/leases/" + taken.get("lease").asText() + "/settle", "{}");
    }

    /** Asks, and is gone before the answer is read. */
    private static void takeAndHangUp(HubProcess hub) throws IOException {
        String body = "{\"lease\":\"1s\"}";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.httpPort())) {
            socket.getOutputStream()
                    .write(("POST /api/v1/outputs/notes/take HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + JSON
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            // The first byte of an answer that nobody reads: the message is lent.
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }

    private static HttpResponse<String> send(HubProcess hub, String method, String path, @Nullable String body) {
        return new TestingBrowser(hub.httpPort()).send(method, path, body, body == null ? null : JSON);
    }

    private static JsonNode tree(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }
}
