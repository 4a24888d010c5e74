package io.roundabout.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What joins wait for longest: the JSON of {@code GET /api/v1/waiting}.
 *
 * @param joins in the order of the pipeline file
 */
public record WaitingView(List<JoinWaiting> joins) {
    public WaitingView {
        joins = List.copyOf(joins);
    }

    /**
     * The groups of a join that wait longest.
     *
     * @param join name of the join
     * @param lookedAt groups that were looked at, waiting or not
     * @param whole whether those were all; if not, an older one may wait among the others
     * @param groups oldest first
     */
    public record JoinWaiting(String join, long lookedAt, boolean whole, List<GroupWaiting> groups) {
        public JoinWaiting {
            groups = List.copyOf(groups);
        }
    }

    /**
     * A group that waits.
     *
     * @param key its key
     * @param since when the first message came that waits, ISO 8601 in UTC
     * @param ageSeconds since then
     * @param deadline when the group ends all the same, ISO 8601 in UTC, or null
     * @param held messages that it holds, by stream
     * @param missing streams of which it has none
     */
    public record GroupWaiting(
            String key,
            String since,
            long ageSeconds,
            @Nullable String deadline,
            Map<String, Long> held,
            List<String> missing) {
        public GroupWaiting {
            held = new TreeMap<>(held);
            missing = List.copyOf(missing);
        }
    }
}
