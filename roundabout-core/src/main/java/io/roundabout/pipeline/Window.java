package io.roundabout.pipeline;

import java.time.Duration;
import java.util.Optional;

/**
 * A result of a compute covers the messages of one window.
 *
 * @param length 1 ms to ten years; windows begin at multiples of it since 1970, UTC
 * @param time JSON pointer of the time in a message; empty: its arrival
 * @param late how long a window waits after its end, by the hub's clock, 0 to ten years; zero where {@code time} is empty
 */
public record Window(Duration length, Optional<String> time, Duration late) {}
