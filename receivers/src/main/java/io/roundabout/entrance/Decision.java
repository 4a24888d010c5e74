package io.roundabout.entrance;

import java.util.Map;

/**
 * What became of a cut.
 *
 * @param cut the cut's number
 * @param kept true if the cut is committed; false if it was given up: then the entrance fences its sessions, whose
 *     vehicles come back and learn the true {@code last=}
 * @param late what is to be told beyond what the door told, by session
 */
public record Decision(long cut, boolean kept, Map<String, LateAnswers> late) {
    public Decision {
        late = Map.copyOf(late);
    }

    /** Returns the decision that a cut is committed and there is nothing to tell but that. */
    public static Decision committed(long cut) {
        return new Decision(cut, true, Map.of());
    }

    /** Returns the decision that a cut was not taken. */
    public static Decision givenUp(long cut) {
        return new Decision(cut, false, Map.of());
    }
}
