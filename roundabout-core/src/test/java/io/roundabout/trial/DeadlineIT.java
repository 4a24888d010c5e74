package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of a real hub that end in other ways than by having everything. */
class DeadlineIT {
    private static final String PIPELINE = """
            version: 1
            streams: {orders: {key: /k}, lines: {key: /k}, bills: {key: /k}}
            joins:
              each: {inputs: {orders: one, lines: all}, complete: any}
              billed: {inputs: {orders: one, bills: one}, within: 4s, otherwise: partial}
              shipped: {inputs: {lines: all, bills: one}, within: 4s}
            """;

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

    @Test
    void endsGroupsAtTheirDeadlineThoughItWasKilledMeanwhileAndNobodyAsks() throws Exception {
        assertThat(PlainVehicle.netcat(hub, "!stream orders\n{\"k\":1,\"o\":1}\n!stream lines\n{\"k\":1,\"l\":1}\n"))
                .containsExactly("+ok 2");
        hub.crash();

        // Asking for the status turns nothing.
        await().atMost(HubProcess.PATIENCE)
                .untilAsserted(() -> assertThat(hub.status())
                        .contains(
                                "\"name\":\"dead/shipped\",\"waiting\":1,\"made\":1,",
                                "\"name\":\"billed\",\"waiting\":1,\"made\":1,"));
        assertThat(HubIT.take(hub, "billed")).containsExactly("{\"key\":\"1\",\"orders\":{\"k\":1,\"o\":1}}");
        assertThat(HubIT.take(hub, "dead/shipped")).containsExactly("{\"k\":1,\"l\":1}");
        hub.crash();
        assertThat(HubIT.take(hub, "billed")).as("once").isEmpty();
    }

    @Test
    void seesABatchAtOnce() throws Exception {
        List<String> answers = PlainVehicle.netcat(
                hub,
                "!begin\n!stream orders\n{\"k\":1}\n!stream lines\n{\"k\":1,\"l\":1}\n{\"k\":1,\"l\":2}\n!end\n{\"k\":1,\"l\":3}\n");

        assertThat(answers).containsExactly("+ok 4");
        assertThat(HubIT.take(hub, "each"))
                .containsExactly(
                        "{\"key\":\"1\",\"orders\":{\"k\":1},\"lines\":[{\"k\":1,\"l\":1},{\"k\":1,\"l\":2}]}",
                        "{\"key\":\"1\",\"lines\":[{\"k\":1,\"l\":3}]}");
    }
}
