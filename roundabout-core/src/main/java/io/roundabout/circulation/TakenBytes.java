package io.roundabout.circulation;

import io.roundabout.state.Counter;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes of what a partition takes in a turn, and from them how many bytes each stream has held there since. To know the size
 * of what leaves, each row that is removed would have to be read, which costs more than the removal; so what leaves
 * counts the mean of what was there. Confined to the turn.
 */
final class TakenBytes {
    private final Map<Integer, Long> taken = new HashMap<>();

    /** Adds a message that was taken; {@code stream} is its number. */
    void add(int stream, int bytes) {
        taken.merge(stream, (long) bytes, Long::sum);
    }

    /**
     * Adds the change of {@link Counter#BYTES} to what a turn changes.
     *
     * @param before the ledger before the turn
     * @param changes what the turn counted; the counts of messages are complete
     */
    void count(LedgerRow before, LedgerRow changes) {
        for (LedgerLine line : changes.lines()) {
            long bytes = before.count(line, Counter.BYTES) + taken.getOrDefault(streamOf(line), 0L);
            if (bytes != 0) {
                long held = before.held(line) + changes.held(line);
                long were = before.held(line) + changes.count(line, line.isInput() ? Counter.IN : Counter.MADE);
                // A stream that joins take holds nothing by itself.
                long left = held <= 0 ? 0 : held >= were ? bytes : (long) ((double) bytes * held / were);
                changes.add(line, Counter.BYTES, left - before.count(line, Counter.BYTES));
            }
        }
    }

    private static int streamOf(LedgerLine line) {
        return line.isInput() ? line.input() : line.name();
    }
}
