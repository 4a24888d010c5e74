package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;

/** A stored cut is gone from memory, or is not what its manifest says. On one machine a bug: the hub stops. */
final class LostCutException extends RoundaboutException {
    private static final long serialVersionUID = 1L;

    LostCutException(StoredCut cut) {
        super(
                Fault.HUB,
                "CUT_LOST",
                "cut " + cut.manifest().cut() + " in block '" + cut.block().name()
                        + "' or the one before it is gone or changed. Nothing of it was acknowledged; start the hub again.");
    }
}
