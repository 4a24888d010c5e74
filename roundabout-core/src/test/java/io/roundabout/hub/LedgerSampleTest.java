package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.metrics.Exposition;
import io.roundabout.metrics.Meters;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerSampleTest {
    private static final Pipeline PIPELINE = new Pipeline(
            Map.of(),
            Map.of(
                    "paid",
                    new JoinRule(
                            "paid",
                            List.of(new Input("orders", InputMode.ONE), new Input("customers", InputMode.LATEST)),
                            "paid")),
            Map.of());

    private final Ledger ledger = new Ledger();

    @Test
    void saysWhatTheLedgerSays() {
        ledger.add("orders", Counter.IN, 5);
        ledger.add("orders", Counter.IN_BYTES, 70);
        ledger.add("paid/orders", Counter.IN, 5);
        ledger.add("paid/orders", Counter.HELD, 2);
        ledger.add("paid/orders", Counter.USED, 3);
        ledger.add("paid/customers", Counter.IN, 1);
        ledger.add("paid/customers", Counter.HELD, 1);
        ledger.add("paid", Counter.MADE, 3);
        ledger.add("paid", Counter.ACCEPTED, 1);

        Exposition scrape = scrape(Map.of("paid", Duration.ofSeconds(90)));

        assertThat(scrape.value("roundabout_stream_received_messages_total", "stream", "orders"))
                .isEqualTo(5);
        assertThat(scrape.value("roundabout_stream_received_bytes_total", "stream", "orders"))
                .isEqualTo(70);
        assertThat(scrape.value("roundabout_input_held_messages", "taker", "paid", "stream", "orders"))
                .isEqualTo(2);
        assertThat(scrape.value("roundabout_input_oldest_age_seconds", "taker", "paid", "stream", "orders"))
                .isEqualTo(7);
        assertThat(scrape.rows("roundabout_input_oldest_age_seconds"))
                .as("no latest")
                .hasSize(1);
        assertThat(scrape.value("roundabout_output_waiting_messages", "output", "paid"))
                .isEqualTo(2);
        assertThat(scrape.value("roundabout_output_oldest_age_seconds", "output", "paid"))
                .isEqualTo(90);
        assertThat(scrape.value("roundabout_output_links", "output", "paid")).isZero();
        assertThat(scrape.value("roundabout_ledger_imbalance_messages")).isZero();
    }

    @Test
    void addsUpWhatInputsCannotAccountFor() {
        ledger.add("paid/orders", Counter.IN, 5);
        ledger.add("paid/orders", Counter.USED, 3);
        ledger.add("paid/customers", Counter.IN, 1);
        ledger.add("paid/customers", Counter.HELD, 2);

        assertThat(scrape(Map.of()).value("roundabout_ledger_imbalance_messages"))
                .isEqualTo(3);
    }

    @Test
    void countsTheSubscriptionsOfATopicTogether() {
        ledger.add("prices", Counter.MADE, 4);
        ledger.add("prices/vehicle-1/link", Counter.MADE, 4);
        ledger.add("prices/vehicle-2/link", Counter.MADE, 3);
        ledger.add("prices/vehicle-2/link", Counter.ACCEPTED, 2);
        ledger.add("dead/prices", Counter.MADE, 1);

        Exposition scrape = scrape(Map.of());

        assertThat(scrape.value("roundabout_output_waiting_messages", "output", "subscriptions/prices"))
                .isEqualTo(5);
        assertThat(scrape.value("roundabout_output_waiting_messages", "output", "dead/prices"))
                .isEqualTo(1);
        assertThat(scrape.rows("roundabout_output_waiting_messages")).hasSize(3);
    }

    private Exposition scrape(Map<String, Duration> waiting) {
        try (Meters meters = new Meters(100, Optional.empty())) {
            meters.refresh(sample -> new LedgerSample(
                            sample, PIPELINE, ledger, waiting, (line, counts) -> Optional.of(Duration.ofSeconds(7)))
                    .take());
            return Exposition.read(meters.scrape("").text(), false);
        }
    }
}
