package io.roundabout.entrance;

import java.util.List;
import java.util.Map;

/**
 * What became of a cut.
 *
 * @param cut the cut's number
 * @param kept true if the cut is committed; false if it was given up: then the entrance fences its sessions, whose
 *     vehicles come back and learn the true {@code last=}
 * @param late what is to be told beyond what the door told, by session
 * @param waits messages of the cut that are committed, but not covered by {@code +ok} before what they wait for is done
 */
public record Decision(long cut, boolean kept, Map<String, LateAnswers> late, List<Waits> waits) {
    public Decision {
        late = Map.copyOf(late);
        waits = List.copyOf(waits);
    }

    /** Returns a decision of which no message waits. */
    public Decision(long cut, boolean kept, Map<String, LateAnswers> late) {
        this(cut, kept, late, List.of());
    }

    /** Returns the decision that a cut was not taken. */
    public static Decision givenUp(long cut) {
        return new Decision(cut, false, Map.of());
    }
}
