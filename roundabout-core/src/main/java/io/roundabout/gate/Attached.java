package io.roundabout.gate;

/**
 * A link that collects, or browses.
 *
 * @param vehicle container-id of its client
 * @param link name of the link
 * @param credit messages it still asks for
 * @param unsettled messages it has and did not settle
 */
public record Attached(String vehicle, String link, long credit, int unsettled) {}
