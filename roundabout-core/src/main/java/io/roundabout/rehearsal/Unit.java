package io.roundabout.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What arrives at once: a message, or a batch.
 *
 * @param messages one, or those of the batch, in order
 * @param batch whether it is an atomic batch
 * @param at when, since the beginning of the case; zero where nothing is said
 */
record Unit(List<Given> messages, boolean batch, Duration at) {
    Unit {
        messages = List.copyOf(messages);
    }

    String vehicle() {
        return messages.get(0).vehicle();
    }

    /** Returns the units of an act, in the order of the file. Messages of a batch stand behind each other there. */
    static List<Unit> of(Act act) {
        List<Unit> units = new ArrayList<>();
        Duration at = Duration.ZERO;
        List<Given> given = act.given();
        for (int i = 0; i < given.size(); ) {
            Given first = given.get(i);
            at = first.at().orElse(at);
            int end = i + 1;
            while (first.batch().isPresent()
                    && end < given.size()
                    && given.get(end).batch().equals(first.batch())) {
                end++;
            }
            units.add(new Unit(given.subList(i, end), first.batch().isPresent(), at));
            i = end;
        }
        return units;
    }
}
