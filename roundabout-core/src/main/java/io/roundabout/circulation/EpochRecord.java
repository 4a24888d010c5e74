package io.roundabout.circulation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.roundabout.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the epoch log: what a committed turn made true.
 *
 * @param epoch number of the turn, at least 1; 0 in the first line of a new state folder
 * @param time hub time at the end of the turn, milliseconds since 1970
 * @param stores the committed version of each partition's store, in order
 * @param conflicts messages that the turn refused because of their ids, for the next turn to write into the rows of their
 *     resumable sessions: numbers by session, the newest 1,000 each
 * @param voids batches that the turn took nothing of because of that, likewise: by session, the number of the message to
 *     blame by that of the last message of the batch
 * @param names names that got their number in this turn; in the first line of a file all names
 * @param ended names that are gone with this turn: those of subscriptions that ended
 * @param arrivals of each stream whose messages are expected, when the last came
 * @param unconfirmed whether somebody is to confirm the clock before anything expires, as it was far ahead at a start
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record EpochRecord(
        long epoch,
        long time,
        List<StoreVersion> stores,
        Map<String, List<Long>> conflicts,
        Map<String, Map<Long, Long>> voids,
        Map<String, Integer> names,
        List<String> ended,
        Map<String, Arrival> arrivals,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unconfirmed) {
    @JsonCreator
    EpochRecord {
        stores = List.copyOf(stores);
        conflicts = conflicts == null ? Map.of() : Map.copyOf(conflicts);
        voids = voids == null ? Map.of() : Map.copyOf(voids);
        names = names == null ? Map.of() : Map.copyOf(names);
        ended = ended == null ? List.of() : List.copyOf(ended);
        arrivals = arrivals == null ? Map.of() : Map.copyOf(arrivals);
    }

    /** Returns the same turn with a clock that somebody confirmed. */
    EpochRecord confirmed(long now) {
        return new EpochRecord(epoch, now, stores, conflicts, voids, Map.of(), List.of(), arrivals, false);
    }

    /** Returns what the turn refused because of ids, by session, each in order of number. Where a batch is void there is a conflict. */
    Map<String, List<Refusal>> refusals() {
        Map<String, List<Refusal>> refusals = new HashMap<>();
        for (String session : conflicts.keySet()) {
            refusals.put(session, FoundIds.refusals(conflicts.get(session), voids.getOrDefault(session, Map.of())));
        }
        return refusals;
    }

    /** A turn whose clock is as it should be, and that expects nothing. */
    EpochRecord(
            long epoch,
            long time,
            List<StoreVersion> stores,
            Map<String, List<Long>> conflicts,
            Map<String, Integer> names) {
        this(epoch, time, stores, conflicts, Map.of(), names, List.of(), Map.of(), false);
    }
}
