package io.roundabout.hub;

import java.util.HashSet;
import java.util.Set;

/**
 * The streams nobody declared. Vehicles choose their names, and each costs the hub memory and a number in the state for
 * ever, so there are only so many. Thread-safe.
 */
final class UndeclaredNames {
    private final Set<String> known;
    private final int most;

    /**
     * Begins with the names that the state folder knows, however many.
     *
     * @param known names that messages went to before
     * @param most names beyond which no other is taken, from 0
     */
    UndeclaredNames(Set<String> known, int most) {
        this.known = new HashSet<>(known);
        this.most = most;
    }

    /** Takes the name if it is known or there is room for one more. */
    synchronized boolean admits(String name) {
        return known.contains(name) || (known.size() < most && known.add(name));
    }
}
