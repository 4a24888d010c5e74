package io.roundabout.metrics;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of counters and gauges at one moment. What has the same labels is added up. Confined to who takes the sample.
 */
public final class Sample {
    private final KnownNames names;
    private final Map<Metric, Map<List<String>, Double>> values = new EnumMap<>(Metric.class);

    Sample(KnownNames names) {
        this.names = names;
    }

    /** Returns the label of a name of the pipeline, or the one that stands for all names that are too many. */
    public String name(String name) {
        return names.label(name);
    }

    /**
     * Adds to a value.
     *
     * @param labels values of the metric's labels, in order
     * @throws IllegalArgumentException if it has another number of labels
     */
    public void add(Metric metric, double value, String... labels) {
        values(metric, labels).merge(List.of(labels), value, Double::sum);
    }

    /** Adds a count to a value. */
    public void add(Metric metric, long count, String... labels) {
        add(metric, (double) count, labels);
    }

    /** Raises a value to at least {@code value}. */
    public void raise(Metric metric, double value, String... labels) {
        values(metric, labels).merge(List.of(labels), value, Double::max);
    }

    private Map<List<String>, Double> values(Metric metric, String... labels) {
        if (labels.length != metric.labels().size()) {
            throw new IllegalArgumentException(metric + " has the labels " + metric.labels());
        }
        return values.computeIfAbsent(metric, key -> new LinkedHashMap<>());
    }

    /** Returns the values of a metric by labels. */
    Map<List<String>, Double> of(Metric metric) {
        return values.getOrDefault(metric, Map.of());
    }
}
