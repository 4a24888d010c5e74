package io.roundabout.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final MetricRegistry sent = new MetricRegistry();
    private final Meters meters = new Meters(2, Optional.of(sent));

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void showsTheLastSampleAndNothingElse() {
        waiting("a", 1);
        waiting("b", 2);

        assertThat(scrape().value("roundabout_output_waiting_messages", "output", "b"))
                .isEqualTo(2);
        assertThat(scrape().rows("roundabout_output_waiting_messages")).hasSize(1);
    }

    @Test
    void countsNamesTogetherThatAreTooMany() {
        meters.refresh(sample -> {
            for (String name : List.of("a", "b", "c", "d")) {
                sample.add(Metric.OUTPUT_WAITING, 10, sample.name(name));
            }
        });

        assertThat(scrape().rows("roundabout_output_waiting_messages")).hasSize(3);
        assertThat(scrape().value("roundabout_output_waiting_messages", "output", "_others"))
                .isEqualTo(20);
    }

    @Test
    void speaksOpenMetricsToWhoeverReadsIt() {
        waiting("it's \"quoted\" \\ here", 1);
        Meters.Scrape open = meters.scrape("application/openmetrics-text;version=1.0.0;q=0.8,*/*;q=0.1");

        assertThat(open.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        // Not the same names: those of the JVM come when it first collects garbage, perhaps in between.
        assertThat(scrape().names())
                .containsAll(Exposition.read(open.text(), true).names());
        assertThat(meters.scrape("*/*").contentType()).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void putsDurationsIntoBuckets() {
        LongConsumer deliveries = meters.recorder(
                Metric.DELIVERY, List.of(Duration.ofMillis(10), Duration.ofMillis(20)), meters.name("a"));
        deliveries.accept(5_000_000);
        deliveries.accept(15_000_000);
        deliveries.accept(-3);

        Exposition scrape = scrape();
        assertThat(scrape.value("roundabout_delivery_seconds_bucket", "output", "a", "le", "0.01"))
                .isEqualTo(2);
        assertThat(scrape.value("roundabout_delivery_seconds_bucket", "output", "a", "le", "0.02"))
                .isEqualTo(3);
        assertThat(scrape.value("roundabout_delivery_seconds_sum", "output", "a"))
                .isEqualTo(0.02);
    }

    @Test
    void namesThemForGraphiteWithDots() {
        waiting("dead/orders.eu", 3);

        assertThat(sent.getGauges())
                .hasEntrySatisfying(
                        "output_waiting_messages.output.dead_orders_eu",
                        gauge -> assertThat(gauge.getValue()).isEqualTo(3.0));
        assertThat(sent.getNames()).allMatch(name -> name.matches("[A-Za-z0-9_.-]+"));
    }

    @Test
    void namesMetricsAsTheConventionsSay() {
        for (Metric metric : Metric.values()) {
            assertThat(metric.text()).matches("roundabout(_[a-z]+)+");
            assertThat(metric.text().endsWith("_total")).isEqualTo(metric.kind() == Metric.Kind.COUNTER);
            assertThat(metric.text().replaceAll("_total$", "")).endsWith(metric.unit());
        }
    }

    @Test
    void refusesASampleWithOtherLabels() {
        assertThatThrownBy(() -> meters.refresh(sample -> sample.add(Metric.OUTPUT_WAITING, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void waiting(String output, double messages) {
        meters.refresh(sample -> sample.add(Metric.OUTPUT_WAITING, messages, output));
    }

    private Exposition scrape() {
        return Exposition.read(meters.scrape("text/plain").text(), false);
    }
}
