package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.circulation.AgedState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose machine's clock is far ahead when it starts. */
class ClockIT {
    private static final String PIPELINE = """
            version: 1
            streams: {orders: {key: /k}, bills: {key: /k}, notes: {key: /k}}
            joins:
              billed: {inputs: {orders: one, bills: one}, within: 1s}
            """;

    private static final String DEAD = "\"name\":\"dead/billed\",\"waiting\":1,";

    @TempDir
    private Path folder;

    @Test
    void letsNothingExpireUntilSomebodyAcceptsTheClockAlsoAfterAnotherStart() throws Exception {
        try (HubProcess hub = HubProcess.in(folder)
                .pipeline(PIPELINE)
                .with("ROUNDABOUT_EXPIRY_GRACE", "1ms")
                .start()) {
            assertThat(LookIT.ask(hub, "clock", "accept").out())
                    .startsWith("nothing to accept: the hub trusts its clock, which says 20");
            assertThat(hub.status()).contains("\"notices\":[]");
            PlainVehicle.netcat(hub, "!stream bills\n{\"k\":1}\n");
            await().atMost(HubProcess.PATIENCE).until(() -> hub.status().contains(DEAD));
            HubIT.take(hub, "dead/billed");
            hub.stop();
            AgedState.by(Duration.ofDays(8), hub.stateFolder());
            hub.start();

            PlainVehicle.netcat(hub, "!stream orders\n{\"k\":1}\n");
            // Longer than it may be held, and turns that could let it go.
            await().during(Duration.ofSeconds(3)).atMost(HubProcess.PATIENCE).until(() -> {
                PlainVehicle.netcat(hub, "!stream notes\n{\"k\":1}\n");
                return !hub.status().contains(DEAD);
            });
            assertThat(LookIT.ask(hub, "status").out())
                    .contains(
                            "notice: nothing expires: at a start of the hub its machine's clock was more than seven days")
                    .contains("run 'roundabout clock accept'");
            hub.crash();
            assertThat(hub.get("/readyz")).contains("\"state\":\"ready\"", "run 'roundabout clock accept'");

            assertThat(LookIT.ask(hub, "clock", "accept").out()).startsWith("accepted: it is 20");

            await().atMost(HubProcess.PATIENCE).until(() -> hub.status().contains(DEAD));
            assertThat(hub.get("/readyz")).isEqualTo("{\"state\":\"ready\",\"notices\":[]}");
            hub.crash();
            assertThat(hub.status()).contains("\"notices\":[]");
        }
    }
}
