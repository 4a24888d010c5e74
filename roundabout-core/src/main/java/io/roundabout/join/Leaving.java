package io.roundabout.join;

import static io.roundabout.join.JoinTurn.BEFORE_ARRIVALS;

import io.roundabout.pipeline.Otherwise;
import io.roundabout.state.Counter;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * How messages leave a join without being part of a result, during one turn: they are counted, and set aside. Groups leave message by
 * message, so that none has to fit into memory. Confined to the turn.
 */
final class Leaving {
    private final CompiledJoin join;
    private final JoinResults results;
    private final JoinCounts counts;

    Leaving(CompiledJoin join, JoinResults results, JoinCounts counts) {
        this.join = join;
        this.results = results;
        this.counts = counts;
    }

    /** Ends a group that is too large to be a result. */
    void tooLarge(Group group, int position) {
        end(group, Counter.DEAD, input -> message -> results.tooLarge(input, group.key(), message, position));
    }

    /** Ends a group at its deadline. */
    void timeOver(Group group) {
        if (join.otherwise() == Otherwise.DROP) {
            end(group, Counter.DROPPED, input -> message -> {});
            return;
        }
        String missing = results.missing(input -> group.side(input).completions() == 0);
        end(
                group,
                Counter.EXPIRED,
                input -> message -> results.expiredWithGroup(input, group.key(), message, missing, BEFORE_ARRIVALS));
    }

    /** Takes what stands in front of a group, but for a {@code latest}. */
    private void end(Group group, Counter way, IntFunction<Consumer<HeldMessage>> taker) {
        for (int i = 0; i < join.inputs(); i++) {
            if (join.isConsumed(i)) {
                counts.add(way, i, group.side(i).takeEach(taker.apply(i)));
            }
        }
    }

    /** Sets aside what was judged by a class that failed. */
    void failed(Front front, String failure, int position) {
        for (int i = 0; i < join.inputs(); i++) {
            if (join.isConsumed(i)) {
                counts.add(Counter.DEAD, i, front.count(i));
                for (HeldMessage message : front.parts()[i]) {
                    results.failed(i, front.key(), message, failure, position);
                }
            }
        }
    }

    /** Lets a message go whose own time is over, and what stands before it. */
    void expire(Group group, int input, long sequence) {
        Side.Expired expired = group.side(input).expire(sequence);
        counts.add(expired.used() ? Counter.DROPPED : Counter.EXPIRED, input, expired.messages().length);
        if (!expired.used()) {
            for (HeldMessage message : expired.messages()) {
                results.expired(input, group.key(), message, BEFORE_ARRIVALS);
            }
        }
    }

    /** Sets aside everything of a key. */
    void strand(Group group) {
        while (group.isStarted()) {
            end(
                    group,
                    Counter.DEAD,
                    input -> message -> results.stranded(input, group.key(), message, BEFORE_ARRIVALS));
        }
        for (int i = 0; i < join.inputs(); i++) {
            if (!join.isConsumed(i) && group.side(i).completions() > 0) {
                for (HeldMessage message : group.side(i).front()) {
                    counts.add(Counter.DEAD, i, 1);
                    results.stranded(i, group.key(), message, BEFORE_ARRIVALS);
                }
                group.side(i).expire(0);
            }
        }
    }
}
