package io.roundabout.circulation;

import io.roundabout.RoundaboutException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the next turn sends back, in all partitions, and who waits for it.
 *
 * @param address where the letters are
 * @param names every name that messages go to
 * @param partitions what concerns each partition; none for one that is absent
 * @param report what is told when it is committed
 * @param answer who waits
 */
record PlannedRedrive(
        String address,
        Set<String> names,
        Map<Integer, Redrive> partitions,
        RedriveReport report,
        CompletableFuture<RedriveReport> answer) {
    PlannedRedrive {
        names = Set.copyOf(names);
        partitions = new HashMap<>(partitions);
    }

    @Nullable
    Redrive of(int partition) {
        return partitions.get(partition);
    }

    /** Hears that the turn is committed. */
    void done() {
        answer.complete(report);
    }

    /** Hears that nothing is sent back. */
    void give(RoundaboutException refusal) {
        answer.completeExceptionally(refusal);
    }
}
