package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.api.StatusView.ComputeStatus;
import io.roundabout.api.StatusView.OutputStatus;
import io.roundabout.api.StatusView.StreamStatus;
import io.roundabout.api.StatusView.TakerStatus;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTest {
    @Test
    void countsWhatAMailboxPassedOnAsUsed() {
        Ledger ledger = new Ledger();
        ledger.add("jobs-done", Counter.IN, 5);
        ledger.add("jobs-done", Counter.MADE, 5);
        ledger.add("jobs-done", Counter.ACCEPTED, 2);

        var status = Status.of("ready", 1, List.of(), Pipeline.NONE, ledger);

        assertThat(status.streams()).containsExactly(new StreamStatus("jobs-done", 5, 0, 5, 0, 0, 0, 0, List.of()));
        assertThat(status.outputs()).containsExactly(new OutputStatus("jobs-done", 3, 5, 2, 0, 0, 0, 0, 0));
    }

    @Test
    void countsAStreamInAComputeAndTheResultsThatItKeeps() {
        Map<String, ComputeRule> computes = Map.of("counted", compute("counted", "orders"));
        Pipeline pipeline = new Pipeline(Map.of(), Map.of(), computes, Map.of(), Optional.empty());
        Ledger ledger = new Ledger();
        ledger.add("orders", Counter.IN, 5);
        ledger.add("counted/orders", Counter.IN, 5);
        ledger.add("counted/orders", Counter.USED, 4);
        ledger.add("counted/orders", Counter.DEAD, 1);
        ledger.add("counted/counted", Counter.HELD, 2);
        ledger.add("counted", Counter.MADE, 3);
        ledger.add("counted", Counter.SUPERSEDED, 1);

        var status = Status.of("ready", 1, List.of(), pipeline, ledger);

        assertThat(status.streams())
                .containsExactly(new StreamStatus(
                        "orders", 5, 0, 4, 0, 0, 0, 0, List.of(new TakerStatus("counted", 5, 0, 4, 0, 0, 0, 1))));
        assertThat(status.computes()).containsExactly(new ComputeStatus("counted", "orders", 5, 4, 1, 2));
        assertThat(status.outputs()).containsExactly(new OutputStatus("counted", 2, 3, 0, 1, 0, 0, 0, 0));
    }

    private static ComputeRule compute(String name, String from) {
        return new ComputeRule(name, from, Optional.empty(), "/k", "count(*) AS n", Optional.empty());
    }
}
