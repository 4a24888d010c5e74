package io.roundabout.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.RoundaboutException;
import io.roundabout.api.StatusView.OutputStatus;
import io.roundabout.api.StatusView.StreamStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiServerTest {
    private volatile StatusView status = new StatusView(
            "ready",
            12,
            List.of(),
            List.of(new StreamStatus("orders", 5, 2, 3, 0, 4, 1, 0, List.of())),
            List.of(),
            List.of(new OutputStatus("enriched", 1, 3, 2, 0, 0, 0, 0, 0)));
    private final ApiServer server = new ApiServer("127.0.0.1", 0, () -> status);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsTheStatusAsJson() throws IOException, InterruptedException {
        assertThat(get("/api/v1/status").body())
                .isEqualTo(
                        "{\"state\":\"ready\",\"epoch\":12,\"notices\":[],\"streams\":[{\"name\":\"orders\",\"in\":5,\"held\":2,"
                                + "\"used\":3,\"superseded\":0,\"duplicates\":4,\"refused\":1,\"filtered\":0,\"takers\":[]}],\"computes\":[],\"outputs\":[{\"name\":\"enriched\",\"waiting\":1,"
                                + "\"made\":3,\"accepted\":2,\"superseded\":0,\"dead\":0,\"discarded\":0,\"expired\":0,\"redriven\":0}]}");
    }

    @Test
    void isHealthyAndNotReadyWhileItStarts() throws IOException, InterruptedException {
        status = new StatusView("starting", 0, List.of(), List.of(), List.of(), List.of());
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        status = new StatusView("ready", 0, List.of("mind the gap"), List.of(), List.of(), List.of());
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("{\"state\":\"ready\",\"notices\":[\"mind the gap\"]}");
    }

    @Test
    void saysThatItsPortIsTaken() {
        assertThatThrownBy(() -> new ApiServer("127.0.0.1", server.port(), () -> status))
                .isInstanceOf(RoundaboutException.class)
                .hasMessage("PORT_IN_USE: http '127.0.0.1:" + server.port()
                        + "' cannot listen, because another process does."
                        + " Stop it (is another hub running?), or choose another port with --http HOST:PORT.");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
