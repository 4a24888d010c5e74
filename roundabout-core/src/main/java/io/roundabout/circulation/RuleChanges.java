package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Changes of the rules that were asked for and are not in force yet, oldest first. Thread-safe. */
final class RuleChanges {
    private static final int MOST_WAITING = 16;

    private final ArrayDeque<Asked> waiting = new ArrayDeque<>();

    /**
     * A change that somebody waits for.
     *
     * @param done completed on the loop's thread
     */
    record Asked(RuleChange change, CompletableFuture<Void> done) {}

    /** @throws RoundaboutException with code {@code BUSY} if too many wait already */
    synchronized CompletionStage<Void> ask(RuleChange change) {
        if (waiting.size() >= MOST_WAITING) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS, "BUSY", MOST_WAITING + " changes of the rules wait already. Try again later.");
        }
        Asked asked = new Asked(change, new CompletableFuture<>());
        waiting.add(asked);
        return asked.done();
    }

    /** Takes the oldest, or null if there is none. */
    synchronized @Nullable Asked take() {
        return waiting.poll();
    }

    synchronized boolean areLeft() {
        return !waiting.isEmpty();
    }
}
