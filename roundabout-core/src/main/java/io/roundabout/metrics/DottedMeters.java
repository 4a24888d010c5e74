package io.roundabout.metrics;

import com.codahale.metrics.MetricRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.dropwizard.DropwizardConfig;
import io.micrometer.core.instrument.dropwizard.DropwizardMeterRegistry;
import io.micrometer.core.instrument.util.HierarchicalNameMapper;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Meters by names that have dots between their parts, as Graphite has them: {@code output_waiting_messages.output.enriched}.
 */
final class DottedMeters extends DropwizardMeterRegistry {
    private static final HierarchicalNameMapper NAMES = DottedMeters::name;

    private static final DropwizardConfig CONFIG = new DropwizardConfig() {
        @Override
        public String prefix() {
            return "roundabout";
        }

        @Override
        public @Nullable String get(String key) {
            return null;
        }
    };

    private DottedMeters(MetricRegistry shown) {
        super(CONFIG, shown, NAMES, Clock.SYSTEM);
    }

    static MeterRegistry of(MetricRegistry shown) {
        return new DottedMeters(shown);
    }

    private static String name(Meter.Id id, NamingConvention convention) {
        StringBuilder name = new StringBuilder(part(id.getName().replaceFirst("^roundabout\\.", "")));
        for (Tag tag : id.getTagsAsIterable()) {
            name.append('.').append(part(tag.getKey())).append('.').append(part(tag.getValue()));
        }
        return name.toString();
    }

    /** A part has no dots of its own, nor anything that Graphite reads otherwise. */
    private static String part(String text) {
        return text.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    @Override
    protected Double nullGaugeValue() {
        return Double.NaN;
    }

    @Override
    protected TimeUnit getBaseTimeUnit() {
        return TimeUnit.MILLISECONDS;
    }
}
