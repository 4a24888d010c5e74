package io.roundabout.api;

import org.jspecify.annotations.Nullable;

/**
 * A stream whose messages are expected: one of the JSON of {@code GET /api/v1/expected}.
 *
 * @param stream name of the stream
 * @param expects what is expected, such as {@code by 06:00 Europe/Lisbon} or {@code every 1h}
 * @param last when the last message came, ISO 8601 in UTC; null if none came since it is watched
 * @param overdue since when one is overdue, ISO 8601 in UTC; null if none is
 */
public record ExpectedView(
        String stream,
        String expects,
        @Nullable String last,
        @Nullable String overdue) {}
