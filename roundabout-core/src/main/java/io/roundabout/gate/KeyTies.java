package io.roundabout.gate;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which link holds unsettled messages of which key, so that no two have the same. Confined to the gate's event loop. */
final class KeyTies {
    private final Map<String, Tie> ties = new HashMap<>();

    private static final class Tie {
        private final Collector holder;
        private int messages;

        Tie(Collector holder) {
            this.holder = holder;
        }
    }

    /** Returns whether {@code collector} may have a message of {@code key}; a message without key has no tie. */
    boolean isFree(@Nullable String key, Collector collector) {
        if (key == null) {
            return true;
        }
        Tie tie = ties.get(key);
        return tie == null || tie.holder == collector;
    }

    void tie(@Nullable String key, Collector collector) {
        if (key != null) {
            ties.computeIfAbsent(key, k -> new Tie(collector)).messages++;
        }
    }

    void loosen(@Nullable String key) {
        Tie tie = key == null ? null : ties.get(key);
        if (tie != null && --tie.messages == 0) {
            ties.remove(key);
        }
    }
}
