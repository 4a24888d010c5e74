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
 * @param waits messages of the cut that are committed, but not covered by {@code +ok} before what they wait for is done
 */
public record Decision(long cut, boolean kept, Map<String, List<Refusal>> refusals, List<Waits> waits) {
    public Decision {
        refusals = Map.copyOf(refusals);
        waits = List.copyOf(waits);
    }

    /** Returns a decision of which no message waits. */
    public Decision(long cut, boolean kept, Map<String, List<Refusal>> refusals) {
        this(cut, kept, refusals, List.of());
    }

    /** Returns the decision that a cut is committed and nothing in it was refused by the rules. */
    public static Decision committed(long cut) {
        return new Decision(cut, true, Map.of());
    }

    /** Returns the decision that a cut is committed, and that some of its messages wait. */
    public static Decision committed(long cut, List<Waits> waits) {
        return new Decision(cut, true, Map.of(), waits);
    }

    /** Returns the decision that a cut was not taken. */
    public static Decision givenUp(long cut) {
        return new Decision(cut, false, Map.of());
    }
}
