package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are expected and do not come. */
class ExpectIT {
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /k, expect: {every: 2s}}
              scans: {key: /k, expect: {every: 1h}}
              notes: {key: /k}
            """;

    @TempDir
    private Path folder;

    @Test
    void saysOnceThatAStreamIsOverdueAndOnceThatItIsNot() throws Exception {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            await().atMost(HubProcess.PATIENCE).until(() -> overdue(hub, "orders"));
            await().atMost(HubProcess.PATIENCE).until(() -> said(hub, "'orders' is overdue since") == 1);
            assertThat(LookIT.ask(hub, "status").out())
                    .contains("notice: stream 'orders' is overdue since ")
                    .contains("messages are expected every 2s, and the last came before that is watched, or never")
                    .doesNotContain("'scans'");

            await().atMost(HubProcess.PATIENCE).until(() -> {
                PlainVehicle.netcat(hub, "!stream orders\n{\"k\":1}\n");
                return !overdue(hub, "orders");
            });
            await().atMost(HubProcess.PATIENCE).until(() -> overdue(hub, "orders"));
            await().atMost(HubProcess.PATIENCE).until(() -> said(hub, "'orders' is overdue since") == 2);
        }
    }

    @Test
    void knowsAfterAKillWhenTheLastMessageCame() throws Exception {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            PlainVehicle.netcat(hub, "!stream scans\n{\"k\":1}\n");
            String last = expected(hub, "scans").path("last").asText();
            assertThat(last).startsWith("20");

            hub.crash();
            PlainVehicle.netcat(hub, "!stream notes\n{\"k\":1}\n");

            assertThat(expected(hub, "scans").path("last").asText()).isEqualTo(last);
            assertThat(expected(hub, "scans").path("expects").asText()).isEqualTo("every 1h");
            Path none = Files.writeString(folder.resolve("none.yaml"), PIPELINE.replace(", expect: {every: 1h}", ""));
            assertThat(LookIT.ask(hub, "apply", "-f", none.toString()).code()).isZero();
            assertThat(expected(hub, "scans").isMissingNode()).isTrue();
        }
    }

    private static boolean overdue(HubProcess hub, String stream) throws IOException {
        return expected(hub, stream).hasNonNull("overdue");
    }

    private static long said(HubProcess hub, String words) {
        return hub.words().stream().filter(line -> line.contains(words)).count();
    }

    private static JsonNode expected(HubProcess hub, String stream) throws IOException {
        for (JsonNode each : new ObjectMapper().readTree(hub.get("/api/v1/expected"))) {
            if (each.path("stream").asText().equals(stream)) {
                return each;
            }
        }
        return new ObjectMapper().missingNode();
    }
}
