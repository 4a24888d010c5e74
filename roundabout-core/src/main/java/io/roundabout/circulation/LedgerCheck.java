package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.Map;

/**
 * Checks, before a turn is committed, that every message a stream took came to every join and compute that takes the stream, and every
 * result of a join to every compute that takes those. Within each partition the turn itself checks what became of them there. Pure
 * functions.
 */
final class LedgerCheck {
    private LedgerCheck() {}

    /**
     * Checks the counts of a turn.
     *
     * @param pipeline the rules of the turn
     * @param turn what it counted, in all partitions
     * @param sentBack dead letters that came back to an address in the turn: they were made there, though by no join
     * @throws RoundaboutException with code {@code LEDGER} if a message was lost or doubled on its way: the turn must not be
     *     committed, and the hub stops
     */
    static void require(Pipeline pipeline, Ledger turn, Map<String, Long> sentBack) {
        for (JoinRule join : pipeline.joins().values()) {
            join.inputs().forEach(input -> requireStream("join '" + join.name(), join.name(), input.stream(), turn));
        }
        for (ComputeRule compute : pipeline.computes().values()) {
            JoinRule join = pipeline.joins().get(compute.from());
            if (join == null) {
                requireStream("compute '" + compute.name(), compute.name(), compute.from(), turn);
            } else {
                requireResults(compute, join, turn, sentBack.getOrDefault(join.output(), 0L));
            }
        }
    }

    private static void requireStream(String who, String taker, String stream, Ledger turn) {
        long in = turn.count(stream, Counter.IN);
        long filtered = turn.count(stream, Counter.FILTERED);
        long taken = turn.count(taker + "/" + stream, Counter.IN);
        if (taken != in - filtered) {
            throw lost("stream '" + stream + "' took " + in + " messages in a turn and left out " + filtered + ", but "
                    + taken + " came to " + who + "'");
        }
    }

    private static void requireResults(ComputeRule compute, JoinRule join, Ledger turn, long sentBack) {
        // What came in for a stream of that name, by the rules of before, was not made by the join.
        long cameIn = turn.count(join.output(), Counter.IN);
        long made = turn.count(join.output(), Counter.MADE) - sentBack - cameIn;
        long taken = turn.count(compute.name() + "/" + join.name(), Counter.IN);
        if (taken != made) {
            throw lost("join '" + join.name() + "' made " + made + " results in a turn, but " + taken
                    + " came to compute '" + compute.name() + "'");
        }
    }

    private static RoundaboutException lost(String how) {
        return new RoundaboutException(Fault.HUB, "LEDGER", how + ". The turn is not committed.");
    }
}
