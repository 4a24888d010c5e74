package io.roundabout.rehearsal;

import java.time.Duration;

/** Something that happens while the messages of an act arrive. */
sealed interface Event {
    /**
     * A unit arrives.
     *
     * @param unit what
     * @param again whether it came before: its vehicle did not hear that it had been kept
     */
    record Arrival(Unit unit, boolean again) implements Event {}

    /** What arrived since the last turn is taken in one. */
    record Turn() implements Event {}

    /** The same, and the hub is killed and started again. */
    record Restart() implements Event {}

    /** Time passes until so long after the beginning of the case, after a turn. */
    record Clock(Duration at) implements Event {}
}
