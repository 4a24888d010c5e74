package io.roundabout.rehearsal;

import java.time.Duration;

/** Something that happens when all messages of an act are there. */
sealed interface Step {
    /** Time passes. */
    record Pass(Duration time) implements Step {}

    /** Time passes until so long after the beginning of the case; until before then if it is past. */
    record Until(Duration sinceStart) implements Step {}

    /** A vehicle takes everything that waits at an address. */
    record Collect(String address) implements Step {}

    /** A vehicle rejects everything that waits at an address. */
    record Reject(String address) implements Step {}

    /** The hub is killed and started again. */
    record Restart() implements Step {}
}
