package io.roundabout.circulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a step of a redrive did, or would do.
 *
 * @param sent messages that went back, by where they went
 * @param stayed letters that stay where they are, by why
 * @param places where each partition stands: the next step goes on from there
 */
public record RedriveReport(Map<String, Long> sent, Map<String, Long> stayed, List<Place> places) {
    public RedriveReport {
        sent = new TreeMap<>(sent);
        stayed = new TreeMap<>(stayed);
        places = List.copyOf(places);
    }

    /**
     * How far a redrive came in a partition.
     *
     * @param from smallest number that was not looked at
     * @param until smallest number that is not to be looked at: it came when the redrive had begun
     */
    public record Place(long from, long until) {
        /** The place of a partition in which the redrive did not begin. */
        public static final Place START = new Place(0, Long.MAX_VALUE);

        /** Returns whether nothing is left to do. */
        public boolean isEnd() {
            return from >= until;
        }
    }
}
