package io.roundabout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.api.ApiServer;
import io.roundabout.api.StatusView;
import io.roundabout.api.StatusView.OutputStatus;
import io.roundabout.api.StatusView.StreamStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
    private static final StatusView STATUS = new StatusView(
            "ready",
            12,
            List.of("mind the gap"),
            List.of(new StreamStatus("orders", 5, 2, 3, 0, 4, 1, 0, List.of())),
            List.of(),
            List.of(new OutputStatus("enriched", 1, 3, 2, 0, 0, 0, 0, 0)));

    @Test
    void showsATable() {
        TestingTerminal terminal = new TestingTerminal();
        try (ApiServer server = new ApiServer("127.0.0.1", 0, () -> STATUS)) {
            assertThat(terminal.run("status", "--http", ":" + server.port())).isZero();
        }
        assertThat(terminal.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "hub is ready, epoch 12",
                        "notice: mind the gap",
                        "",
                        "stream in held used duplicates refused",
                        "orders 5 2 3 4 1",
                        "",
                        "output waiting made accepted",
                        "enriched 1 3 2");
    }

    @Test
    void printsTheJsonOfTheHub() {
        TestingTerminal terminal = new TestingTerminal();
        try (ApiServer server = new ApiServer("127.0.0.1", 0, () -> STATUS)) {
            assertThat(terminal.run("status", "--json", "--http", ":" + server.port()))
                    .isZero();
        }
        assertThat(terminal.out())
                .startsWith("{\"state\":\"ready\",\"epoch\":12,")
                .endsWith("}\n")
                .hasLineCount(1);
    }
}
