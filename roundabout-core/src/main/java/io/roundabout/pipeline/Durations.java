package io.roundabout.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them, with a unit: {@code 500ms}, {@code 30s}, {@code 30m}, {@code 2h} or {@code 7d}. Pure functions. */
public final class Durations {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final List<String> LARGEST_FIRST = List.of("d", "h", "m", "s");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Duration parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as 500ms, 30s, 30m, 2h or 7d");
        }
        return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }

    /** Returns a duration as {@link #parse} reads it, in the largest unit that needs no fraction. */
    public static String text(Duration duration) {
        for (String unit : LARGEST_FIRST) {
            long millis = UNITS.getOrDefault(unit, Duration.ZERO).toMillis();
            if (duration.toMillis() >= millis && duration.toMillis() % millis == 0) {
                return duration.toMillis() / millis + unit;
            }
        }
        return duration.toMillis() + "ms";
    }
}
