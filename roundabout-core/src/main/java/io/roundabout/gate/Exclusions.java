package io.roundabout.gate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which messages of an output are not to be offered to which link: too large for it, or undeliverable there by its own word.
 * Knows numbers only, so that a message may be unread and read again. Confined to the gate's event loop.
 */
final class Exclusions {
    private final Map<Collector, Set<Numbered>> excluded = new HashMap<>();

    private record Numbered(int partition, long number) {
        static Numbered of(HeldMessage message) {
            return new Numbered(message.partition(), message.number());
        }
    }

    /** Never offers {@code message} to {@code collector} again. */
    void exclude(HeldMessage message, Collector collector) {
        excluded.computeIfAbsent(collector, key -> new HashSet<>()).add(Numbered.of(message));
    }

    boolean isExcluded(HeldMessage message, Collector collector) {
        Set<Numbered> its = excluded.isEmpty() ? null : excluded.get(collector);
        return its != null && its.contains(Numbered.of(message));
    }

    /** Forgets a message that left. */
    void forget(HeldMessage message) {
        if (!excluded.isEmpty()) {
            excluded.values().forEach(its -> its.remove(Numbered.of(message)));
        }
    }

    /** Forgets a link that left. */
    void forget(Collector collector) {
        excluded.remove(collector);
    }
}
