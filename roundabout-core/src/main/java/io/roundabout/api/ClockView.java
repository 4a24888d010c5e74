package io.roundabout.api;

/**
 * The clock that expiry goes by: the JSON of {@code GET /api/v1/clock} and {@code POST /api/v1/clock/accept}.
 *
 * @param confirmed whether what is due expires; if not, everything waits until somebody accepts the clock
 * @param machine what the clock of the hub's machine says, ISO 8601 in UTC
 */
public record ClockView(boolean confirmed, String machine) {}
