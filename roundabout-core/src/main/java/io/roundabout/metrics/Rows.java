package io.roundabout.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The meters of one counter or gauge: one for each value of its labels that the last sample had. Confined to one thread at a time. */
final class Rows {
    private final MeterRegistry registry;
    private final Metric metric;
    private final Map<List<String>, Row> rows = new HashMap<>();

    Rows(MeterRegistry registry, Metric metric) {
        this.registry = registry;
        this.metric = metric;
    }

    /** Makes the values those of a sample. */
    void show(Map<List<String>, Double> values) {
        rows.entrySet().removeIf(row -> {
            boolean gone = !values.containsKey(row.getKey());
            if (gone) {
                registry.remove(row.getValue().meter);
            }
            return gone;
        });
        values.forEach((labels, value) ->
                rows.computeIfAbsent(labels, key -> new Row(registry, metric, key)).value = value);
    }

    /** One meter, which only shows what it was told. */
    private static final class Row {
        private final Meter meter;
        private volatile double value;

        Row(MeterRegistry registry, Metric metric, List<String> labels) {
            String unit = metric.unit().isEmpty() ? null : metric.unit();
            List<Tag> tags = tags(metric, labels);
            if (metric.kind() == Metric.Kind.COUNTER) {
                meter = FunctionCounter.builder(metric.dotted(), this, row -> row.value)
                        .description(metric.meaning())
                        .baseUnit(unit)
                        .tags(tags)
                        .register(registry);
            } else {
                meter = Gauge.builder(metric.dotted(), this, row -> row.value)
                        .description(metric.meaning())
                        .baseUnit(unit)
                        .tags(tags)
                        .register(registry);
            }
        }
    }

    static List<Tag> tags(Metric metric, List<String> labels) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            tags.add(Tag.of(metric.labels().get(i), labels.get(i)));
        }
        return tags;
    }
}
