package io.roundabout.rehearsal;

import java.util.List;

/**
 * A case: acts, one after the other.
 *
 * @param file where it stands
 * @param name what it is called there
 * @param acts at least one
 */
record Case(String file, String name, List<Act> acts) {
    Case {
        acts = List.copyOf(acts);
    }
}
