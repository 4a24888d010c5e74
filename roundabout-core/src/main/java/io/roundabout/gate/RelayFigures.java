package io.roundabout.gate;

/**
 * What there is to count of a relay.
 *
 * @param connected whether the broker has let it in
 * @param sent messages it sent since the hub was started, those sent again included
 * @param doubtful messages of them whose connection broke before the broker said what became of them
 */
public record RelayFigures(boolean connected, long sent, long doubtful) {}
