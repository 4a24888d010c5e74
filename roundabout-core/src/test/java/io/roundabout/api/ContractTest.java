package io.roundabout.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The document and the answers agree. */
class ContractTest {
    private static final String JSON = "application/json";

    private final TestingHub hub = new TestingHub();
    private final ApiServer server = new ApiServer("127.0.0.1", 0, hub::status, hub.routes());
    private final TestingBrowser browser = new TestingBrowser(server.port());
    private final Contract contract = Contract.read(
            browser.send("GET", "/api/v1/openapi.json", null, null).body());

    @AfterEach
    void close() {
        hub.close();
        server.close();
    }

    /** Files of the dashboard are left out: nobody but its page asks for them, and they are others with each version. */
    @Test
    void namesEveryRouteAndNoOther() {
        List<String> routes = server.routes().stream()
                .filter(route -> !route.startsWith("GET /dashboard/"))
                .map(route -> route.replace('<', '{').replace('>', '}'))
                .toList();

        assertThat(routes).containsExactlyInAnyOrderElementsOf(contract.operations());
    }

    /** Whoever adds routes adds them here, or the test above would not see them. */
    @Test
    void seesAllRoutesThereAre() {
        List<String> all = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.roundabout.api", "io.roundabout.hub")
                        .stream()
                        .filter(type -> type.isAssignableTo(Routes.class) && !type.isInterface())
                        .map(JavaClass::getSimpleName)
                        .sorted()
                        .toList();

        assertThat(all)
                .containsExactly(
                        "CatalogRoutes",
                        "ClockRoutes",
                        "ContractRoutes",
                        "DashboardRoutes",
                        "EventRoutes",
                        "ExpectWatch",
                        "FrontDoor",
                        "LeaseRoutes",
                        "LookRoutes",
                        "MetricsRoutes",
                        "RulesRoutes",
                        "SubscriptionRoutes");
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/healthz, /healthz",
        "/metrics, /metrics",
        "/readyz, /readyz",
        "/api/v1/openapi.json, /api/v1/openapi.json",
        "/api/v1/openapi.yaml, /api/v1/openapi.yaml",
        "/api/v1/status, /api/v1/status",
        "/api/v1/ledger, /api/v1/ledger",
        "/api/v1/streams, /api/v1/streams",
        "/api/v1/streams/{name}, /api/v1/streams/orders",
        "/api/v1/streams/{name}, /api/v1/streams/order",
        "/api/v1/joins, /api/v1/joins",
        "/api/v1/joins/{name}, /api/v1/joins/named",
        "/api/v1/computes, /api/v1/computes",
        "/api/v1/computes/{name}, /api/v1/computes/totals",
        "/api/v1/outputs, /api/v1/outputs",
        "/api/v1/outputs/{name}, /api/v1/outputs/named",
        "/api/v1/outputs/{name}, /api/v1/outputs/dead/nothing",
        "/api/v1/entrances, /api/v1/entrances",
        "/api/v1/vehicles, /api/v1/vehicles",
        "/api/v1/expected, /api/v1/expected",
        "/api/v1/waiting, /api/v1/waiting",
        "/api/v1/waiting, /api/v1/waiting?n=0",
        "/api/v1/explain/{join}, /api/v1/explain/named?key=c1",
        "/api/v1/explain/{join}, /api/v1/explain/named",
        "/api/v1/explain/{join}/{key}, /api/v1/explain/named/c/1",
        "/api/v1/peek/{address}, /api/v1/peek/dead/orders?n=5",
        "/api/v1/peek/{address}, /api/v1/peek/named?n=5000",
        "/api/v1/dead/{name}, /api/v1/dead/orders?reason=rejected",
        "/api/v1/pipeline, /api/v1/pipeline",
        "/api/v1/clock, /api/v1/clock"
    })
    void answersAsItSays(String path, String asked) {
        assertThat(contract.defects("GET " + path, browser.send("GET", asked, null, null)))
                .isEmpty();
    }

    @Test
    void tellsEventsAsItSays() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/events");
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(contract.defects("GET /api/v1/events", answer)).isEmpty();
            assertThat(lines.readLine()).startsWith("retry: ");
            assertThat(contract.schemaDefects("Overview", lines.readLine().substring("data: ".length())))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/redrive/{name} | /api/v1/redrive/orders | {\"reason\":\"rejected\",\"most\":5,\"dryRun\":true,\"places\":[{\"from\":1,\"until\":2}]}",
                "/api/v1/outputs/{address}/take | /api/v1/outputs/named/take | {\"max\":10,\"wait\":\"30s\",\"lease\":\"5m\"}",
                "/api/v1/outputs/{address}/take | /api/v1/outputs/dead/named/take | {}",
                "/api/v1/outputs/{address}/take | /api/v1/outputs/empty/take | {}",
                "/api/v1/leases/{id}/settle | /api/v1/leases/3f1c/settle | {}",
                "/api/v1/leases/{id}/settle | /api/v1/leases/3f1c/settle | {\"outcome\":\"rejected\",\"reason\":\"no\"}",
                "/api/v1/leases/{id}/settle | /api/v1/leases/3f1c/settle | {\"messages\":{\"a\":\"modified\",\"b\":\"released\"}}",
                "/api/v1/pipeline | /api/v1/pipeline | {\"pipeline\":\"version: 1\",\"dryRun\":true,\"allowStranded\":false}",
                "/api/v1/clock/accept | /api/v1/clock/accept | {}"
            })
    void doesAsItSays(String path, String asked, String body) {
        HttpResponse<String> answer = browser.send("POST", asked, body, JSON);

        assertThat(contract.requestDefects("POST " + path, body)).isEmpty();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(contract.defects("POST " + path, answer)).isEmpty();
    }

    @Test
    void deletesAsItSays() {
        assertThat(contract.defects(
                        "DELETE /api/v1/leases/{id}", browser.send("DELETE", "/api/v1/leases/3f1c", null, null)))
                .isEmpty();
        assertThat(contract.defects(
                        "DELETE /api/v1/subscriptions/{topic}",
                        browser.send("DELETE", "/api/v1/subscriptions/news?name=reader", null, null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 404, /api/v1/outputs/{address}/take, /api/v1/outputs/named/take",
        "NOT_A_QUEUE, 409, /api/v1/outputs/{address}/take, /api/v1/outputs/named/take",
        "TOO_MANY_LEASES, 429, /api/v1/outputs/{address}/take, /api/v1/outputs/named/take",
        "TOO_MANY_ADDRESSES, 429, /api/v1/outputs/{address}/take, /api/v1/outputs/named/take",
        "SHUTTING_DOWN, 503, /api/v1/outputs/{address}/take, /api/v1/outputs/named/take",
        "LEASE_OVER, 409, /api/v1/leases/{id}/settle, /api/v1/leases/x/settle",
        "ALREADY_SETTLED, 409, /api/v1/leases/{id}/settle, /api/v1/leases/x/settle",
        "BAD_REQUEST, 400, /api/v1/leases/{id}/settle, /api/v1/leases/x/settle",
        "NOT_FOUND, 404, /api/v1/leases/{id}/settle, /api/v1/leases/x/settle",
        "BEING_COLLECTED, 409, /api/v1/redrive/{name}, /api/v1/redrive/orders",
        "BUSY, 503, /api/v1/redrive/{name}, /api/v1/redrive/orders"
    })
    void refusesAsItSays(String code, int status, String path, String asked) {
        hub.fail(code);

        HttpResponse<String> answer = browser.send("POST", asked, "{}", JSON);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(contract.defects("POST " + path, answer)).isEmpty();
        assertThat(contract.names(code)).as("the document names " + code).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WRONG_HOST", "INTERNAL", "TOO_LARGE", "METHOD_NOT_ALLOWED", "WOULD_STRAND", "AMBIGUOUS"})
    void namesTheCode(String code) {
        assertThat(contract.names(code)).isTrue();
    }

    @Test
    void seesWhatDoesNotAgree() throws IOException {
        try (ApiServer other = new ApiServer(
                "127.0.0.1",
                0,
                hub::status,
                http -> http.get("/api/v1/clock", request -> request.json(List.of("a", "list"))))) {
            assertThat(contract.defects(
                            "GET /api/v1/clock",
                            new TestingBrowser(other.port()).send("GET", "/api/v1/clock", null, null)))
                    .isNotEmpty();
        }
        assertThat(contract.requestDefects("POST /api/v1/leases/{id}/settle", "{\"outcome\":\"done\"}"))
                .isNotEmpty();
        assertThat(contract.schemaDefects("Overview", "{\"time\":\"now\"}")).isNotEmpty();
    }
}
