package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.api.StatusView.OutputStatus;
import io.roundabout.api.StatusView.StreamStatus;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTest {
    @Test
    void countsWhatAMailboxPassedOnAsUsed() {
        Ledger ledger = new Ledger();
        ledger.add("jobs-done", Counter.IN, 5);
        ledger.add("jobs-done", Counter.MADE, 5);
        ledger.add("jobs-done", Counter.ACCEPTED, 2);

        var status = Status.of("ready", 1, Pipeline.NONE, ledger);

        assertThat(status.streams()).containsExactly(new StreamStatus("jobs-done", 5, 0, 5, 0, 0, 0, 0, List.of()));
        assertThat(status.outputs()).containsExactly(new OutputStatus("jobs-done", 3, 5, 2, 0, 0, 0, 0));
    }
}
