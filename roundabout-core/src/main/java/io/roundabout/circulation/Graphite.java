package io.roundabout.circulation;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.metrics.sink.GraphiteSink;
import org.apache.spark.metrics.source.Source;

/**
 * Has Spark send metrics to Graphite, its own and the hub's, as lines of text over TCP. The hub's are named {@code
 * PREFIX.roundabout.driver.hub.…}.
 *
 * @param host where Graphite takes lines
 * @param port its port, usually 2003
 * @param prefix what all names begin with; empty for nothing
 * @param period time between two reports, at least 1 s
 */
public record Graphite(String host, int port, String prefix, Duration period) {
    private static final String SINK = "spark.metrics.conf.*.sink.graphite.";

    /** Returns what Spark is to be told. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("spark.metrics.namespace", "roundabout");
        settings.put(SINK + "class", GraphiteSink.class.getName());
        settings.put(SINK + "host", host);
        settings.put(SINK + "port", Integer.toString(port));
        settings.put(SINK + "period", Long.toString(period.toSeconds()));
        settings.put(SINK + "unit", "seconds");
        if (!prefix.isEmpty()) {
            settings.put(SINK + "prefix", prefix);
        }
        return settings;
    }

    /** What the hub adds to the metrics of Spark. */
    record HubSource(MetricRegistry metricRegistry) implements Source {
        @Override
        public String sourceName() {
            return "hub";
        }
    }
}
