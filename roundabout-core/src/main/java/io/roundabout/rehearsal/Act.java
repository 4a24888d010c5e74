package io.roundabout.rehearsal;

import java.util.List;

/**
 * A part of a case: what comes, what happens then, and what is there afterwards.
 *
 * @param given in the order of the file
 * @param when in order
 * @param then what is there, and nothing else
 */
record Act(List<Given> given, List<Step> when, Expectation then) {
    Act {
        given = List.copyOf(given);
        when = List.copyOf(when);
    }
}
