package io.roundabout.pipeline;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;

/** When messages of a stream are expected. Overdue is an event and a figure, nothing else. */
public sealed interface Expectation {
    /** A first message since midnight by {@code time} in {@code zone}. */
    record By(LocalTime time, ZoneId zone) implements Expectation {}

    /**
     * Never longer without a message than {@code interval}.
     *
     * @param interval 1 ms to ten years
     */
    record Every(Duration interval) implements Expectation {}
}
