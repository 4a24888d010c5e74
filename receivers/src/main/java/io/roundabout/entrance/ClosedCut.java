package io.roundabout.entrance;

import java.util.List;

/**
 * A cut that takes no more and waits for its decision.
 *
 * @param cut what the sink stores
 * @param parts what each session has in it
 * @param numbering whose message stands where
 * @param bytes what it counts against {@code entrance.memory}
 */
record ClosedCut(Cut cut, List<CutPart> parts, Numbering numbering, int bytes) {
    long number() {
        return cut.manifest().cut();
    }
}
