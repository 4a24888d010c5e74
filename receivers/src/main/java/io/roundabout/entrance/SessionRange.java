package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of one session in one cut: numbers {@code first} to {@code last} without a gap.
 *
 * @param session the session's id; for a connection without one, an id that no vehicle can choose
 * @param resumable whether the hub remembers the session
 * @param first number of the first message, at least 1
 * @param last number of the last message, at least {@code first}
 * @param refusals those of the messages that the door refused, in order of number
 */
public record SessionRange(String session, boolean resumable, long first, long last, List<Refusal> refusals)
        implements Serializable {
    public SessionRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("session '" + session + "' from " + first + " to " + last);
        }
        refusals = new ArrayList<>(refusals);
    }
}
