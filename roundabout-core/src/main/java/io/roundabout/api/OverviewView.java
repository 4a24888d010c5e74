package io.roundabout.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hub at one moment, as of the last commit: one event of {@code GET /api/v1/events}.
 *
 * @param time when it was looked, ISO 8601 in UTC, by the clock of the machine
 * @param hub id of the state folder
 * @param since when this process opened its doors, ISO 8601 in UTC
 * @param doors where vehicles push ({@code entrance}) and collect ({@code amqp}), as {@code HOST:PORT}
 * @param status as {@code GET /api/v1/status}
 * @param expected as {@code GET /api/v1/expected}
 * @param topology who feeds what
 */
public record OverviewView(
        String time,
        String hub,
        String since,
        Map<String, String> doors,
        StatusView status,
        List<ExpectedView> expected,
        TopologyView topology) {
    public OverviewView {
        doors = new TreeMap<>(doors);
        expected = List.copyOf(expected);
    }
}
