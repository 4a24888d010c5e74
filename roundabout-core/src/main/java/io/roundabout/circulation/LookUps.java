package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.state.LookUp;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Questions about held state that were asked and not answered yet, oldest first. A turn answers a few, so that whoever looks
 * holds up nobody who pushes. Thread-safe.
 */
final class LookUps {
    private static final int MOST_A_TURN = 8;
    private static final int MOST_WAITING = 256;

    private final ArrayDeque<Asked> waiting = new ArrayDeque<>();

    /**
     * A question that somebody waits for.
     *
     * @param questions what to ask in each partition that is asked
     * @param answers completed on the loop's thread: one answer for each question, in the order of the partitions
     */
    record Asked(Map<Integer, LookUp<?>> questions, CompletableFuture<List<Serializable>> answers) {
        Asked {
            questions = Map.copyOf(questions);
        }
    }

    /**
     * Asks in the partitions that {@code questions} names. All are answered by the same turn, on the loop's thread.
     *
     * @throws RoundaboutException with code {@code BUSY} if too many wait for an answer already; ask again later
     */
    synchronized <A extends Serializable> CompletionStage<List<A>> ask(Map<Integer, ? extends LookUp<A>> questions) {
        if (waiting.size() >= MOST_WAITING) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS,
                    "BUSY",
                    MOST_WAITING + " look-ups wait for the next turns already. Ask again in a moment.");
        }
        CompletableFuture<List<Serializable>> answers = new CompletableFuture<>();
        waiting.add(new Asked(Map.copyOf(questions), answers));
        return answers.thenApply(LookUps::typed);
    }

    @SuppressWarnings("unchecked") // each was answered by the question it belongs to
    private static <A extends Serializable> List<A> typed(List<Serializable> answers) {
        return (List<A>) answers;
    }

    /** Takes those that the next turn answers. */
    synchronized List<Asked> take() {
        List<Asked> taken = new ArrayList<>();
        while (!waiting.isEmpty() && taken.size() < MOST_A_TURN) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    /** Returns whether any is left for a later turn. */
    synchronized boolean areLeft() {
        return !waiting.isEmpty();
    }

    /** Returns the questions of a partition, by their place in {@code asked}. */
    static Map<Integer, LookUp<?>> of(int partition, List<Asked> asked) {
        Map<Integer, LookUp<?>> questions = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            LookUp<?> question = asked.get(i).questions().get(partition);
            if (question != null) {
                questions.put(i, question);
            }
        }
        return questions;
    }

    /** Hands the answers of a turn to those who asked. */
    static void answer(List<Asked> asked, List<TurnResult> results) {
        for (int i = 0; i < asked.size(); i++) {
            int place = i;
            asked.get(i)
                    .answers()
                    .complete(results.stream()
                            .filter(result -> asked.get(place).questions().containsKey(result.partition()))
                            .map(result -> result.outcome().answers().get(place))
                            .toList());
        }
    }
}
