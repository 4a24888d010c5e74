package io.roundabout.cli;

import io.roundabout.pipeline.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration with its unit, such as {@code 500ms}, {@code 30s}, {@code 30m}, {@code 2h} or {@code 7d}. */
public final class DurationConverter implements ITypeConverter<Duration> {
    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Duration parse(String text) {
        return Durations.parse(text);
    }

    /** Returns a duration as {@link #parse} reads it, in the largest unit that needs no fraction. */
    public static String text(Duration duration) {
        return Durations.text(duration);
    }

    @Override
    public Duration convert(String value) {
        try {
            return parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
