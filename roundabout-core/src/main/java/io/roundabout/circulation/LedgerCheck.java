package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;

/**
 * Checks, before a turn is committed, that every message a stream took came to every join that takes the stream. Within each
 * partition the turn itself checks what became of them there. Pure functions.
 */
final class LedgerCheck {
    private LedgerCheck() {}

    /**
     * Checks the counts of a turn.
     *
     * @param pipeline the rules of the turn
     * @param turn what it counted, in all partitions
     * @throws RoundaboutException with code {@code LEDGER} if a message was lost or doubled on its way: the turn must not be
     *     committed, and the hub stops
     */
    static void require(Pipeline pipeline, Ledger turn) {
        for (JoinRule join : pipeline.joins().values()) {
            join.inputs().forEach(input -> require(join.name(), input.stream(), turn));
        }
    }

    private static void require(String join, String stream, Ledger turn) {
        long in = turn.count(stream, Counter.IN);
        long filtered = turn.count(stream, Counter.FILTERED);
        long taken = turn.count(join + "/" + stream, Counter.IN);
        if (taken != in - filtered) {
            throw new RoundaboutException(
                    Fault.HUB,
                    "LEDGER",
                    "stream '" + stream + "' took " + in + " messages in a turn and left out " + filtered + ", but "
                            + taken + " came to join '" + join + "'. The turn is not committed.");
        }
    }
}
