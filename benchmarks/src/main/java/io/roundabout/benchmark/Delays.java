package io.roundabout.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Delays in nanoseconds, to three digits, up to ten minutes. */
final class Delays {
    private static final long LONGEST = 600_000_000_000L;
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MILLI = 1e6;

    private Delays() {}

    static Histogram histogram() {
        return new Histogram(LONGEST, DIGITS);
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
    }

    /** Returns the figures of a report, each name with {@code prefix}, in milliseconds. */
    static Map<String, Object> figures(String prefix, Histogram histogram) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put(prefix + "_p50_ms", millis(histogram.getValueAtPercentile(50)));
        figures.put(prefix + "_p90_ms", millis(histogram.getValueAtPercentile(90)));
        figures.put(prefix + "_p99_ms", millis(histogram.getValueAtPercentile(99)));
        figures.put(prefix + "_p99.9_ms", millis(histogram.getValueAtPercentile(99.9)));
        figures.put(prefix + "_max_ms", millis(histogram.getMaxValue()));
        return figures;
    }

    private static double millis(long nanos) {
        return nanos / NANOS_PER_MILLI;
    }
}
