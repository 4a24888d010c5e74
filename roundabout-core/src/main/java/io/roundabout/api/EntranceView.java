package io.roundabout.api;

/**
 * Where vehicles push lines: one of the JSON of {@code GET /api/v1/entrances}.
 *
 * @param host address to connect to
 * @param port port to connect to
 */
public record EntranceView(String host, int port) {}
