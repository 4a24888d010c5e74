package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.metrics.Exposition;
import io.roundabout.metrics.Metric;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub that has worked tells Prometheus and Graphite. */
class MetricsIT {
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /k, expect: {every: 1h}}
              customers: {key: /k}
              notes: {format: text, key: none}
            joins:
              enriched: {inputs: {orders: one, customers: latest}}
            computes:
              counted: {from: orders, key: /k, aggregate: "count(*) AS n"}
            outputs:
              archive: {from: notes, relay: "amqp://127.0.0.1:1/archive"}
            """;

    private static final String PUSHED = """
            !stream orders
            {"k":1,"n":1}
            {"k":1,"n":2}
            {"k":2}
            no json
            !stream customers
            {"k":1}
            !stream notes
            hello
            """;

    @TempDir
    private Path folder;

    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    @Test
    void tellsPrometheusAndGraphiteOfEverythingThatItDid() throws Exception {
        try (ServerSocket graphite = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                HubProcess hub = HubProcess.in(folder)
                        .pipeline(PIPELINE)
                        .with("ROUNDABOUT_GRAPHITE_ADDRESS", "127.0.0.1:" + graphite.getLocalPort())
                        .with("ROUNDABOUT_GRAPHITE_PREFIX", "hubs.north")
                        .with("ROUNDABOUT_GRAPHITE_PERIOD", "1s")
                        .start()) {
            Thread reader = new Thread(() -> read(graphite));
            reader.setDaemon(true);
            reader.start();
            PlainVehicle.netcat(hub, PUSHED);
            assertThat(HubIT.take(hub, "enriched", 1)).hasSize(1);

            // It counts as accepted once that is committed, of which a vehicle is not told.
            Exposition text = await().atMost(HubProcess.PATIENCE)
                    .until(
                            () -> Exposition.read(scrape(hub, "text/plain", "text/plain"), false),
                            it -> it.value("roundabout_output_accepted_messages_total", "output", "enriched") == 1);
            Exposition open = Exposition.read(
                    scrape(
                            hub,
                            "application/openmetrics-text;version=1.0.0,text/plain;q=0.5",
                            "application/openmetrics-text"),
                    true);

            assertThat(open.names()).containsAll(text.names());
            for (Metric metric : Metric.values()) {
                String name = metric.text() + (metric.kind() == Metric.Kind.HISTOGRAM ? "_count" : "");
                assertThat(open.names()).contains(name);
                assertThat(open.rows(name))
                        .allSatisfy(labels -> assertThat(labels.keySet()).isEqualTo(Set.copyOf(metric.labels())));
            }
            requireValues(open);
            await().atMost(HubProcess.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(sent)
                                    .contains(
                                            "hubs.north.roundabout.driver.hub.stream_received_messages.stream.orders.count 3")
                                    .contains(
                                            "hubs.north.roundabout.driver.hub.output_waiting_messages.output.enriched 1.00")
                                    .contains(
                                            "hubs.north.roundabout.driver.hub.output_waiting_messages.output.dead_orders 1.00"));
        }
    }

    private static void requireValues(Exposition scrape) {
        assertThat(scrape.value("roundabout_ready")).isEqualTo(1);
        assertThat(scrape.value("roundabout_stream_received_messages_total", "stream", "orders"))
                .isEqualTo(3);
        assertThat(scrape.value("roundabout_stream_received_bytes_total", "stream", "notes"))
                .isEqualTo(5);
        assertThat(scrape.value("roundabout_stream_refused_messages_total", "stream", "orders"))
                .isEqualTo(1);
        assertThat(scrape.value("roundabout_refused_messages_total", "code", "bad-json"))
                .isEqualTo(1);
        assertThat(scrape.value("roundabout_input_held_messages", "taker", "enriched", "stream", "orders"))
                .isEqualTo(1);
        assertThat(scrape.value("roundabout_compute_kept_results", "taker", "counted"))
                .isEqualTo(2);
        assertThat(scrape.value("roundabout_output_made_messages_total", "output", "enriched"))
                .isEqualTo(2);
        assertThat(scrape.value("roundabout_output_accepted_messages_total", "output", "enriched"))
                .isEqualTo(1);
        assertThat(scrape.value("roundabout_output_waiting_messages", "output", "dead/orders"))
                .isEqualTo(1);
        assertThat(scrape.value("roundabout_delivery_seconds_count", "output", "enriched"))
                .isGreaterThan(0);
        assertThat(scrape.value("roundabout_delivery_seconds_sum", "output", "enriched"))
                .isBetween(0.000001, 120.0);
        assertThat(scrape.value("roundabout_relay_connected", "output", "archive"))
                .isZero();
        assertThat(scrape.value("roundabout_ledger_imbalance_messages")).isZero();
        assertThat(scrape.value("roundabout_turn_seconds_count", "wrote", "true"))
                .isGreaterThan(0);
        assertThat(scrape.value("roundabout_commit_seconds_count")).isGreaterThan(0);
        assertThat(scrape.value("roundabout_fsync_seconds_count")).isGreaterThan(0);
        assertThat(scrape.value("roundabout_state_disk_free_bytes")).isGreaterThan(0);
        assertThat(scrape.names()).contains("jvm_memory_used_bytes", "process_uptime_seconds");
    }

    private String scrape(HubProcess hub, String accept, String answered) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + hub.httpPort() + "/metrics");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri).header("Accept", accept).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(answered);
        Files.writeString(Path.of("target", "metrics-" + answered.replace('/', '-') + ".txt"), answer.body());
        return answer.body();
    }

    /** Keeps each line without its time. */
    private void read(ServerSocket graphite) {
        while (!graphite.isClosed()) {
            try (Socket sender = graphite.accept();
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(sender.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    sent.add(line.substring(0, line.lastIndexOf(' ')));
                }
            } catch (IOException e) {
                // The hub comes again, or the test is over.
            }
        }
    }
}
