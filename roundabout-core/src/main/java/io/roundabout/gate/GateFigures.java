package io.roundabout.gate;

import java.util.Map;

/**
 * What there is to count at the gate.
 *
 * @param connections clients that are connected
 * @param links links that collect, by address
 */
public record GateFigures(int connections, Map<String, LinkFigures> links) {
    public GateFigures {
        links = Map.copyOf(links);
    }
}
