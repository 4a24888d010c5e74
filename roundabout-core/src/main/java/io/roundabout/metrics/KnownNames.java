package io.roundabout.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names that are labels: those that came first. Vehicles may make up names of streams, and what scrapes pays for every
 * label for as long as it keeps anything. Thread-safe.
 */
final class KnownNames {
    /** Stands for all others; no name begins like this. */
    static final String OTHERS = "_others";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    KnownNames(int most) {
        this.most = most;
    }

    String label(String name) {
        if (known.contains(name)) {
            return name;
        }
        synchronized (known) {
            return known.size() < most && known.add(name) ? name : OTHERS;
        }
    }
}
