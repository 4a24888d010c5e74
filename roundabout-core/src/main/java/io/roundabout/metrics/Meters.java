package io.roundabout.metrics;

import com.codahale.metrics.MetricRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * The hub's metrics: counters and gauges as a sample has them, taken whenever somebody asks, and histograms, which are
 * recorded as things happen. Thread-safe.
 */
public final class Meters implements AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterRegistry registry;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final KnownNames names;
    private final Map<Metric, Rows> rows = new EnumMap<>(Metric.class);
    private final Map<String, LongConsumer> recorders = new ConcurrentHashMap<>();

    /** What a scrape is answered with. */
    public record Scrape(String contentType, String text) {}

    /** What fills a sample. */
    @FunctionalInterface
    public interface Source {
        /** Adds what is so now. */
        void read(Sample sample);
    }

    /**
     * Creates them, with what the JVM tells of itself.
     *
     * @param mostNames names of the pipeline that labels may have; all others are counted together
     * @param graphite where the same meters are shown by dotted names, for what sends them on; empty if nothing does
     */
    public Meters(int mostNames, Optional<MetricRegistry> graphite) {
        names = new KnownNames(mostNames);
        registry = graphite.map(DottedMeters::of).map(this::both).orElse(prometheus);
        for (Metric metric : Metric.values()) {
            if (metric.kind() != Metric.Kind.HISTOGRAM) {
                rows.put(metric, new Rows(registry, metric));
            }
        }
        // Names that the conventions do not allow; their values stand elsewhere.
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        for (MeterBinder binder : List.of(
                collections,
                new JvmInfoMetrics(),
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics())) {
            binder.bindTo(registry);
        }
    }

    private MeterRegistry both(MeterRegistry other) {
        return new CompositeMeterRegistry(Clock.SYSTEM, List.of(prometheus, other));
    }

    /** Takes a sample and shows it. */
    public synchronized void refresh(Source source) {
        Sample sample = new Sample(names);
        source.read(sample);
        rows.forEach((metric, shown) -> shown.show(sample.of(metric)));
    }

    /**
     * Returns everything as text that Prometheus reads.
     *
     * @param accept what the client says it understands
     */
    public Scrape scrape(String accept) {
        String type = accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
        return new Scrape(type, prometheus.scrape(type));
    }

    /**
     * Returns what takes the durations of a histogram, in nanoseconds; the same for the same labels.
     *
     * @param bounds upper bounds of its buckets
     * @param labels values of the metric's labels, in order; those that are names of the pipeline as {@link #name} has them
     */
    public LongConsumer recorder(Metric metric, List<Duration> bounds, String... labels) {
        return recorders.computeIfAbsent(metric + "/" + String.join("/", labels), key -> {
            Timer timer = Timer.builder(metric.dotted())
                    .description(metric.meaning())
                    .tags(Rows.tags(metric, List.of(labels)))
                    .serviceLevelObjectives(bounds.toArray(new Duration[0]))
                    .register(registry);
            return nanos -> timer.record(Duration.ofNanos(Math.max(0, nanos)));
        });
    }

    /** Returns the label of a name of the pipeline, or the one that stands for all names that are too many. */
    public String name(String name) {
        return names.label(name);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
