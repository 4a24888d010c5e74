package io.roundabout.gate;

import java.util.Map;

/**
 * What there is to count at the gate.
 *
 * @param connections clients that are connected
 * @param links links that collect, by address
 * @param relays those who send on to brokers, by output
 */
public record GateFigures(int connections, Map<String, LinkFigures> links, Map<String, RelayFigures> relays) {
    public GateFigures {
        links = Map.copyOf(links);
        relays = Map.copyOf(relays);
    }
}
