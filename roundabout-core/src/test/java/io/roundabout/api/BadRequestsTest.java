package io.roundabout.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked, the answer is a code and a sentence. */
class BadRequestsTest {
    private static final String JSON = "application/json";
    private static final String TAKE = "/api/v1/outputs/named/take";

    private final TestingHub hub = new TestingHub();
    private final ApiServer server = new ApiServer(
            new HttpDoor("127.0.0.1", 0, List.of("hub", "10.0.0.7")), this::admit, hub::status, hub.routes());
    private final TestingBrowser browser = new TestingBrowser(server.port());

    private void admit(String method, String path, Optional<String> shown) {
        if (path.equals("/api/v1/ledger") && !shown.equals(Optional.of("s3cret"))) {
            throw new RoundaboutException(Fault.VEHICLE, "UNAUTHORIZED", "show a token");
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{ | the request is no JSON",
                "[] | the request is not what is expected; send a JSON object",
                "null | the request is null; send an object",
                "{'maximum':1} | the request has a field 'maximum'; it can have lease, max, wait",
                "{'max':'many'} | 'max' has a value of another type",
                "{'max':0} | 'max' is 0; it is 1 to 1000",
                "{'max':1001} | 'max' is 1001; it is 1 to 1000",
                "{'max':99999999999} | 'max' has a value of another type",
                "{'wait':'soon'} | 'wait': 'soon' is not a duration such as",
                "{'wait':'6m'} | 'wait' is '6m'; it is 0s to 5m",
                "{'lease':'0s'} | 'lease' is '0s'; it is 1s to 12h",
                "{'lease':'13h'} | 'lease' is '13h'; it is 1s to 12h",
                "{'lease':'999999999d'} | 'lease' is '999999999d'; it is 1s to 12h"
            })
    void saysWhatIsWrongWithARequest(String body, String text) {
        HttpResponse<String> answer =
                browser.send("POST", TAKE, body.contains("\"") ? body : body.replace('\'', '"'), JSON);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"code\":\"BAD_REQUEST\"")
                .contains(text)
                .doesNotContain("io.roundabout")
                .doesNotContain("java.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/outputs/named/take",
                "/api/v1/leases/x/settle",
                "/api/v1/redrive/x",
                "/api/v1/pipeline",
                "/api/v1/clock/accept"
            })
    void takesNoChangeFromAPageInABrowser(String path) {
        HttpResponse<String> answer = browser.send("POST", path, "{}", "text/plain");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("send the request as application/json");
        assertThat(hub.taken()).isNull();
        assertThat(hub.settled()).isNull();
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(browser.send("GET", "/api/v1/nothing", null, null))
                .satisfies(it -> assertThat(it.statusCode()).isEqualTo(404))
                .satisfies(it -> assertThat(it.body())
                        .contains("\"code\":\"NOT_FOUND\"")
                        .contains("there is no /api/v1/nothing; see /api/v1/openapi.json"));
        assertThat(browser.send("GET", "/api/v1/streams/order", null, null).body())
                .contains("there is no stream 'order'; did you mean 'orders'?");
        assertThat(browser.send("PUT", "/api/v1/status", "{}", JSON))
                .satisfies(it -> assertThat(it.statusCode()).isEqualTo(405))
                .satisfies(it -> assertThat(it.body())
                        .contains("\"code\":\"METHOD_NOT_ALLOWED\"")
                        .contains("/api/v1/status does not take PUT"));
    }

    @Test
    void boundsABodyThatSaysHowLongItIs() {
        HttpResponse<String> answer =
                browser.send("POST", TAKE, "{\"wait\":\"" + " ".repeat(Routes.MOST_BODY_BYTES) + "\"}", JSON);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"code\":\"TOO_LARGE\"");
    }

    @Test
    void boundsABodyThatDoesNot() throws IOException {
        String piece = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
        String answer = browser.raw("POST " + TAKE + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + piece.repeat(17)
                + "0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"TOO_LARGE\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "[::2]:80",
                "hub.evil.example",
                "10.0.0.8"
            })
    void isNotFooledByNames(String host) throws IOException {
        String answer = browser.raw("GET /api/v1/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 403").contains("\"code\":\"WRONG_HOST\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "127.0.0.1:80",
                "127.1.2.3",
                "[::1]:8080",
                "hub:8161",
                "Hub",
                "10.0.0.7:80"
            })
    void knowsItsOwnNames(String host) throws IOException {
        String answer = browser.raw("GET /api/v1/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @Test
    void saysSoWhereARequestCannotBeRead() throws IOException {
        assertThat(browser.raw("GET /api/v1/peek/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("\"code\":\"BAD_REQUEST\"");
        assertThat(browser.raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 4").contains("\"code\":\"BAD_REQUEST\"");
    }

    @Test
    void tellsNobodyWhatBroke() throws IOException {
        try (ApiServer broken = new ApiServer("127.0.0.1", 0, () -> {
            throw new IllegalStateException("secret");
        })) {
            HttpResponse<String> answer = new TestingBrowser(broken.port()).send("GET", "/api/v1/status", null, null);

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("\"code\":\"INTERNAL\"").doesNotContain("secret");
        }
    }

    @Test
    void asksTheDoorkeeper() throws IOException {
        assertThat(browser.raw("GET /api/v1/ledger HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401")
                .contains("\"code\":\"UNAUTHORIZED\"");
        assertThat(browser.raw(String.join(
                        "\r\n",
                        "GET /api/v1/ledger HTTP/1.1",
                        "Host: localhost",
                        "Connection: close",
                        "Authorization: bearer s3cret",
                        "",
                        "")))
                .startsWith("HTTP/1.1 200");
    }
}
