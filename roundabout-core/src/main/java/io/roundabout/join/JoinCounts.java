package io.roundabout.join;

import io.roundabout.state.Counter;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;

/** What a turn counts of each input of a join, in messages. Confined to the turn. */
final class JoinCounts {
    private static final Counter[] GONE = {
        Counter.USED, Counter.SUPERSEDED, Counter.EXPIRED, Counter.DROPPED, Counter.DEAD
    };

    private static final Counter[] COUNTERS = Counter.values();

    private final JoinRows rows;

    /** By the number of the counter, and the input. */
    private final long[][] counts;

    JoinCounts(JoinRows rows) {
        this.rows = rows;
        counts = new long[COUNTERS.length + 1][rows.inputs()];
    }

    /** Returns the change of what each input holds, to be added to. */
    long[] held() {
        return counts[Counter.HELD.number()];
    }

    /** Counts what an input holds of a key now instead of before. */
    void changed(int input, GroupHead.Waiting before, GroupHead.Waiting now) {
        held()[input] += now.count() - before.count();
        counts[Counter.FULL.number()][input] += (now.full() ? 1 : 0) - (before.full() ? 1 : 0);
    }

    void add(Counter counter, int input, int messages) {
        counts[counter.number()][input] += messages;
    }

    /** Adds the counts of the turn. */
    void flush(LedgerRow ledger) {
        for (Counter counter : COUNTERS) {
            for (int i = 0; i < rows.inputs(); i++) {
                ledger.add(line(i), counter, counts[counter.number()][i]);
            }
        }
    }

    /** Checks that every message ever taken is held or gone in a way that is counted. */
    void requireBalance(LedgerRow total) {
        for (int i = 0; i < rows.inputs(); i++) {
            long in = total.count(line(i), Counter.IN);
            long heldNow = total.count(line(i), Counter.HELD);
            long gone = 0;
            for (Counter counter : GONE) {
                gone += total.count(line(i), counter);
            }
            if (in != heldNow + gone) {
                throw new IllegalStateException("ledger of join '" + rows.join().name() + "', input '"
                        + rows.join().streams().get(i) + "' does not balance: in " + in + ", held " + heldNow
                        + ", used, superseded, expired, dropped or dead " + gone);
            }
        }
    }

    private LedgerLine line(int input) {
        return new LedgerLine(rows.number(), rows.streams()[input]);
    }
}
