package io.roundabout.entrance;

import io.roundabout.RefusalCode;
import java.util.Map;

/**
 * What there is to count at an entrance.
 *
 * @param connections vehicles that are connected
 * @param held those of them that are not read, by the reason they are told, such as {@code quota}
 * @param refused messages refused since it was opened, those of other doors included, by why
 * @param closed connections it closed since, by why
 */
public record EntranceFigures(
        int connections, Map<String, Integer> held, Map<RefusalCode, Long> refused, Map<RefusalCode, Long> closed) {
    public EntranceFigures {
        held = Map.copyOf(held);
        refused = Map.copyOf(refused);
        closed = Map.copyOf(closed);
    }
}
