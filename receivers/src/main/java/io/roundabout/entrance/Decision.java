package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.util.List;
import java.util.Map;

/**
 * What became of a cut.
 *
 * @param cut the cut's number
 * @param kept true if the cut is committed; false if it was given up: then the entrance fences its sessions, whose
 *     vehicles come back and learn the true {@code last=}
 * @param refusals what the rules refused beyond what the door did, by session
 */
public record Decision(long cut, boolean kept, Map<String, List<Refusal>> refusals) {
    public Decision {
        refusals = Map.copyOf(refusals);
    }

    /** Returns the decision that a cut is committed and nothing in it was refused by the rules. */
    public static Decision committed(long cut) {
        return new Decision(cut, true, Map.of());
    }

    /** Returns the decision that a cut was not taken. */
    public static Decision givenUp(long cut) {
        return new Decision(cut, false, Map.of());
    }
}
