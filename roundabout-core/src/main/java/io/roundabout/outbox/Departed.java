package io.roundabout.outbox;

import io.roundabout.state.Counter;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import java.util.EnumMap;
import java.util.Map;

/** How many messages left a lane during one turn, and why. Confined to the turn. */
final class Departed {
    private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);

    void add(Counter way, long messages) {
        counts.merge(way, messages, Long::sum);
    }

    void flush(LedgerLine line, LedgerRow ledger) {
        counts.forEach((way, messages) -> ledger.add(line, way, messages));
    }

    /**
     * Checks that what was made is held or accounted for.
     *
     * @param total the ledger of the partition, this turn included
     * @throws IllegalStateException if it is not: held state is damaged, or we have a bug
     */
    static void requireBalance(Lane lane, LedgerLine line, long held, LedgerRow total) {
        long made = total.count(line, Counter.MADE);
        long gone = total.left(line);
        if (made != held + gone) {
            throw new IllegalStateException(
                    "ledger of lane " + lane + " does not balance: made " + made + ", held " + held + ", gone " + gone);
        }
    }
}
