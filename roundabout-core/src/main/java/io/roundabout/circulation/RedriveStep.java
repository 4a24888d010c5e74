package io.roundabout.circulation;

import io.roundabout.outbox.Wanted;
import java.util.List;

/**
 * A step of a redrive: as many dead letters as two turns send back without holding up others.
 *
 * @param address {@code dead/NAME}
 * @param wanted which letters
 * @param most messages to send back at most, at least 1
 * @param places where the step before came to, by partition; empty for the first
 * @param trial whether nothing is sent, only said what would be
 */
public record RedriveStep(String address, Wanted wanted, long most, List<RedriveReport.Place> places, boolean trial) {
    public RedriveStep {
        places = List.copyOf(places);
    }

    /** Returns where the step before came to in a partition; the start, where that had not begun. */
    RedriveReport.Place placeOf(int partition) {
        return partition < places.size() ? places.get(partition) : RedriveReport.Place.START;
    }
}
