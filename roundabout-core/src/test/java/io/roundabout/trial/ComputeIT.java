package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Computes in a real hub: results so far, words, and windows; and over {@code kill -9}. */
class ComputeIT {
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /customer, fields: {amount: "decimal(18,2)"}}
              lines: {format: text, key: none}
              visits: {key: none}
              baskets: {key: /id}
              payments: {key: /id}
            joins:
              paid: {inputs: {baskets: one, payments: one}}
            computes:
              turnover: {from: orders, key: /country, aggregate: "count(*) AS n, sum(amount) AS total"}
              words: {from: lines, explode: "split(value, ' ')", as: word, key: word, aggregate: "count(*) AS n"}
              minutely: {from: visits, key: /page, aggregate: "count(*) AS n, sum(seconds) AS spent", window: 2s}
              takings: {from: paid, key: /baskets/shop, aggregate: "count(*) AS n, sum(payments.amount) AS total"}
            """;
    private static final int KILLS = 3;
    private static final int BETWEEN_KILLS = 100;
    private static final int KEYS = 7;

    private final ObjectMapper json = new ObjectMapper();

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

    private void push(String stream, String... messages) throws IOException {
        assertThat(PlainVehicle.netcat(hub, "!stream " + stream + "\n" + String.join("\n", messages) + "\n"))
                .containsExactly("+ok " + messages.length);
    }

    /** What is settled is committed with the next turn; a crash before that would be a redelivery. */
    private void crashOnceSettled(String address) {
        await().atMost(HubProcess.PATIENCE)
                .until(() -> hub.status().contains("\"name\":\"" + address + "\",\"waiting\":0,"));
        hub.crash();
    }

    @Test
    void keepsTheNewestResultOfEachKey() throws IOException {
        push("orders", order("a", "pt", "1.50"), order("b", "es", "7"), order("b", "pt", "2.25"));
        hub.crash();
        push("orders", order("c", "pt", "0.25"));

        assertThat(HubIT.take(hub, "turnover"))
                .containsExactly("{\"key\":\"es\",\"n\":1,\"total\":7.00}", "{\"key\":\"pt\",\"n\":3,\"total\":4.00}");
        assertThat(HubIT.take(hub, "turnover")).as("nothing changed").isEmpty();
        crashOnceSettled("turnover");
        push("orders", order("d", "pt", "1"));
        assertThat(HubIT.take(hub, "turnover")).containsExactly("{\"key\":\"pt\",\"n\":4,\"total\":5.00}");
        assertThat(hub.words()).isEmpty();
    }

    @Test
    void countsWords() throws IOException {
        push("lines", "so much depends upon", "a red wheel barrow", "so red");

        assertThat(HubIT.take(hub, "words"))
                .containsExactlyInAnyOrder(
                        "{\"key\":\"so\",\"n\":2}",
                        "{\"key\":\"much\",\"n\":1}",
                        "{\"key\":\"depends\",\"n\":1}",
                        "{\"key\":\"upon\",\"n\":1}",
                        "{\"key\":\"a\",\"n\":1}",
                        "{\"key\":\"red\",\"n\":2}",
                        "{\"key\":\"wheel\",\"n\":1}",
                        "{\"key\":\"barrow\",\"n\":1}");
    }

    @Test
    void addsUpWhatAJoinMakes() throws IOException {
        push("baskets", "{\"id\":1,\"shop\":\"x\"}", "{\"id\":2,\"shop\":\"y\"}", "{\"id\":3,\"shop\":\"x\"}");
        push("payments", "{\"id\":1,\"amount\":4}");
        hub.crash();
        push("payments", "{\"id\":3,\"amount\":6}", "{\"id\":2,\"amount\":1}");

        assertThat(HubIT.take(hub, "takings"))
                .containsExactly("{\"key\":\"x\",\"n\":2,\"total\":10.0}", "{\"key\":\"y\",\"n\":1,\"total\":1.0}");
        assertThat(HubIT.take(hub, "paid")).as("a copy of its own").hasSize(3);
    }

    @Test
    void refusesToAddUpOtherwiseUnlessItIsAllowed() throws Exception {
        push("orders", order("a", "pt", "1"), order("b", "pt", "2"), order("c", "es", "5"));
        String other = PIPELINE.replace("count(*) AS n, sum(amount) AS total\"", "max(amount) AS largest\"");

        assertThat(apply(other, false))
                .contains("WOULD_STRAND", "compute 'turnover' keeps 2 results and adds up otherwise");
        assertThat(apply(other, true)).contains("\"applied\":true");
        push("orders", order("d", "pt", "3"));

        assertThat(LookIT.ask(hub, "status").out())
                .containsPattern("turnover +orders +4 +4 +1\n")
                .containsPattern("dead/turnover +2 +2");
        assertThat(LookIT.ask(hub, "peek", "turnover", "es").out()).contains("{\"key\":\"es\",\"n\":1,\"total\":5.00}");
        assertThat(LookIT.ask(hub, "redrive", "turnover").out()).isEqualTo("2 sent back to turnover\n");
        hub.pipeline(other).crash();
        assertThat(HubIT.take(hub, "turnover"))
                .as("what waited, what is new, and what was kept when the rules changed")
                .containsExactlyInAnyOrder(
                        "{\"key\":\"pt\",\"n\":2,\"total\":3.00}",
                        "{\"key\":\"es\",\"n\":1,\"total\":5.00}",
                        "{\"key\":\"pt\",\"largest\":3.00}",
                        "{\"key\":\"pt\",\"n\":2,\"total\":3.00}",
                        "{\"key\":\"es\",\"n\":1,\"total\":5.00}");
        assertThat(hub.words()).isEmpty();
    }

    private String apply(String pipeline, boolean allowStranded) throws Exception {
        String body = json.writeValueAsString(Map.of("pipeline", pipeline, "allowStranded", allowStranded));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + hub.httpPort() + "/api/v1/pipeline"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void sendsBackWhatCouldNotBeAdded() throws IOException {
        push("orders", order("a", "pt", "1"), "{\"customer\":\"b\",\"amount\":2}");

        assertThat(LookIT.ask(hub, "dead", "turnover").out())
                .startsWith("1 dead letter at dead/turnover\n")
                .contains("compute 'turnover' finds no key in it");
        assertThat(LookIT.ask(hub, "explain", "turnover", "pt").err()).contains("'roundabout peek turnover KEY' shows");
        assertThat(LookIT.ask(hub, "redrive", "turnover").out()).isEqualTo("1 sent back to orders\n");
        assertThat(LookIT.ask(hub, "dead", "turnover").out()).startsWith("1 dead letter");
        assertThat(hub.words()).isEmpty();
    }

    /** Nobody pushes, collects or asks while the windows close: the clock alone does it. */
    @Test
    void makesEachWindowOnceThoughItWasKilledMeanwhile() throws IOException {
        push("visits", "{\"page\":\"home\",\"seconds\":3}", "{\"page\":\"help\",\"seconds\":4}");
        push("visits", "{\"page\":\"home\",\"seconds\":5}");
        hub.crash();
        push("visits", "{\"page\":\"home\",\"seconds\":7}");

        List<String> results = new ArrayList<>();
        await().atMost(HubProcess.PATIENCE).until(() -> {
            results.addAll(HubIT.take(hub, "minutely"));
            return sum(results, "n") == 4;
        });
        crashOnceSettled("minutely");
        results.addAll(HubIT.take(hub, "minutely"));

        assertThat(sum(results, "n")).isEqualTo(4);
        assertThat(sum(results, "spent")).isEqualTo(19);
        Set<String> cells = new HashSet<>();
        for (String result : results) {
            JsonNode read = json.readTree(result);
            assertThat(cells.add(read.path("key").asText() + read.path("window")))
                    .as("once")
                    .isTrue();
        }
    }

    @Test
    void losesNothingAndDoublesNothingThoughItIsKilled() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger pushed = new AtomicInteger();
        CompletableFuture<Void> pusher = CompletableFuture.runAsync(() -> pushUntil(enough, pushed));
        Map<String, Long> newest = new TreeMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int before = pushed.get();
            await().atMost(HubProcess.PATIENCE).until(() -> pushed.get() > before + BETWEEN_KILLS);
            note(newest, HubIT.take(hub, "turnover"));
            hub.crash();
        }
        enough.set(true);
        pusher.get();
        note(newest, HubIT.take(hub, "turnover"));

        int count = pushed.get();
        assertThat(count).isGreaterThan(KILLS * BETWEEN_KILLS);
        IntStream.range(0, KEYS)
                .forEach(key -> assertThat(newest).as("%s of %d", newest, count).containsEntry("k" + key, (long)
                        (count / KEYS + (key < count % KEYS ? 1 : 0))));
    }

    /** In a session, so that what is sent again is not counted again. */
    private void pushUntil(AtomicBoolean enough, AtomicInteger pushed) {
        try (Vehicle vehicle = hub.vehicle("pusher").build()) {
            while (!enough.get()) {
                int number = pushed.get();
                vehicle.push("orders", order("c" + number % 13, "k" + number % KEYS, "1"))
                        .join();
                pushed.incrementAndGet();
            }
            vehicle.flush(HubProcess.PATIENCE);
        }
    }

    /** A count never goes back, not even when a delivery is repeated after a crash: newer results have taken its place. */
    private void note(Map<String, Long> newest, List<String> results) throws IOException {
        for (String result : results) {
            JsonNode read = json.readTree(result);
            newest.merge(read.path("key").asText(), read.path("n").asLong(), Math::max);
        }
    }

    private long sum(List<String> results, String field) throws IOException {
        long sum = 0;
        for (String result : results) {
            sum += json.readTree(result).path(field).asLong();
        }
        return sum;
    }

    private static String order(String customer, String country, String amount) {
        return "{\"customer\":\"%s\",\"country\":\"%s\",\"amount\":%s}".formatted(customer, country, amount);
    }
}
