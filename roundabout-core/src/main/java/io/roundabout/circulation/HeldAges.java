package io.roundabout.circulation;

import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long the oldest message at each input of a join has waited at least. No turn looks for the oldest one; but of the
 * messages that ever came to an input so many are held, so the oldest of them is no younger than the first of the last so
 * many. When those came is remembered at {@link #MOST_MARKS} moments. What was held at the start is as old as the hub is
 * up, at least. Thread-safe.
 */
final class HeldAges {
    /** Moments remembered of each input; where there are more, every other one is let go, the newer of two stays. */
    static final int MOST_MARKS = 64;

    private final Map<String, List<Mark>> inputs = new HashMap<>();
    private final long startMillis;

    /**
     * By then so many messages had come.
     *
     * @param millis hub time, milliseconds since 1970
     */
    private record Mark(long millis, long in) {}

    HeldAges(long startMillis) {
        this.startMillis = startMillis;
    }

    /**
     * Notes a committed turn.
     *
     * @param counted what it counted
     * @param total what is counted with it
     */
    synchronized void note(Ledger counted, Ledger total, long nowMillis) {
        counted.forEach((line, counts) -> {
            // Also where nothing more is held than before: which messages came last has changed.
            if (line.indexOf('/') > 0 && counts.getOrDefault(Counter.IN, 0L) > 0) {
                List<Mark> marks = inputs.computeIfAbsent(line, key -> new ArrayList<>());
                marks.add(new Mark(nowMillis, total.count(line, Counter.IN)));
                thin(marks);
            }
        });
    }

    private static void thin(List<Mark> marks) {
        if (marks.size() > MOST_MARKS) {
            for (int i = marks.size() - 2; i >= 0; i -= 2) {
                marks.remove(i);
            }
        }
    }

    /**
     * Returns since when, at least, the oldest message that an input holds waits, hub time, milliseconds since 1970; empty if
     * it holds none.
     */
    synchronized Optional<Long> since(String line, Ledger ledger) {
        long held = ledger.count(line, Counter.HELD);
        if (held <= 0) {
            return Optional.empty();
        }
        long oldest = ledger.count(line, Counter.IN) - held + 1;
        for (Mark mark : inputs.getOrDefault(line, List.of())) {
            if (mark.in() >= oldest) {
                return Optional.of(mark.millis());
            }
        }
        return Optional.of(startMillis);
    }
}
