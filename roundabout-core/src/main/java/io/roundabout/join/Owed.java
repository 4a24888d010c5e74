package io.roundabout.join;

import io.roundabout.entrance.Waits;
import java.io.Serializable;

/**
 * Completions that a state partition owes after a turn.
 *
 * @param doneBefore cursors with a smaller number are done; 0 if the turn neither had to go on nor owes anything
 * @param any whether any cursor is not
 * @param waits messages of the turn that wait for cursors
 */
public record Owed(long doneBefore, boolean any, Waits waits) implements Serializable {
    /** Nothing is owed, and nobody waits. */
    public static final Owed NOTHING = new Owed(0, false, new Waits(0));
}
