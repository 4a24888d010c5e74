package io.roundabout.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRoutesTest {
    private static final int MEBIBYTE = 1 << 20;

    private final AtomicInteger looks = new AtomicInteger();
    private volatile String notice = "";
    private final EventRoutes events = new EventRoutes(this::look, Duration.ofMillis(20));
    private final ApiServer server = new ApiServer("127.0.0.1", 0, () -> look().status(), events);

    @AfterEach
    void close() {
        events.close();
        server.close();
    }

    private OverviewView look() {
        StatusView status =
                new StatusView("ready", looks.incrementAndGet(), List.of(notice), List.of(), List.of(), List.of());
        TopologyView topology = new TopologyView(List.of("orders"), List.of(), List.of(), List.of());
        return new OverviewView("now", "h", "then", Map.of("amqp", "a:1"), status, List.of(), topology);
    }

    @Test
    void tellsTheHubAtOnceAndAgain() throws IOException, InterruptedException {
        notice = "line\nbreak";
        HttpResponse<InputStream> answer = listen();

        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        try (BufferedReader lines = lines(answer)) {
            assertThat(lines.readLine()).isEqualTo("retry: 1000");
            JsonNode first = event(lines);
            assertThat(first.at("/status/notices/0").asText()).isEqualTo("line\nbreak");
            assertThat(first.at("/topology/streams/0").asText()).isEqualTo("orders");
            assertThat(lines.readLine()).isEmpty();
            assertThat(event(lines).at("/status/epoch").asInt())
                    .isGreaterThan(first.at("/status/epoch").asInt());
        }
    }

    @Test
    void looksAtTheHubOnlyWhileSomebodyListens() throws IOException, InterruptedException {
        assertThat(events.isLooking()).isFalse();

        HttpResponse<InputStream> answer = listen();
        assertThat(events.isLooking()).isTrue();
        answer.body().close();

        await().until(() -> events.listening() == 0);
        assertThat(events.isLooking()).isFalse();
    }

    @Test
    void refusesMoreThanItsBound() throws IOException, InterruptedException {
        List<HttpResponse<InputStream>> all = new ArrayList<>();
        for (int i = 0; i < EventRoutes.MOST; i++) {
            all.add(listen());
        }

        HttpResponse<InputStream> more = listen();

        assertThat(more.statusCode()).isEqualTo(503);
        assertThat(new String(more.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"BUSY\"", "listen to events already");
        for (HttpResponse<InputStream> one : all) {
            assertThat(one.statusCode()).isEqualTo(200);
            one.body().close();
        }
        await().until(() -> events.listening() == 0);
        assertThat(listen().statusCode()).isEqualTo(200);
    }

    @Test
    void letsGoWhoDoesNotReadAndHoldsUpNobodyElse() throws IOException, InterruptedException {
        notice = "x".repeat(4 * MEBIBYTE);
        try (Socket idle = new Socket();
                BufferedReader reader = lines(listen())) {
            idle.setReceiveBufferSize(4096);
            idle.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            idle.getOutputStream()
                    .write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> events.listening() == 2);

            for (int i = 0; events.listening() == 2; i++) {
                assertThat(reader.readLine()).as("line %s", i).isNotNull();
            }

            assertThat(events.listening()).isEqualTo(1);
            notice = "still told";
            String line = "";
            while (!line.contains("still told")) {
                line = reader.readLine();
                assertThat(line).isNotNull();
            }
        }
    }

    @Test
    void letsAllGoWhenItCloses() throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = listen();

        events.close();

        answer.body().readAllBytes();
        assertThat(events.listening()).isZero();
        assertThat(listen().statusCode()).isEqualTo(503);
    }

    private HttpResponse<InputStream> listen() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/events");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static BufferedReader lines(HttpResponse<InputStream> answer) {
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode event(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        assertThat(line).startsWith("data: ");
        return new ObjectMapper().readTree(line.substring("data: ".length()));
    }
}
