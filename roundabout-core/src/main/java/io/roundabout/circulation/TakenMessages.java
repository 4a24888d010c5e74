package io.roundabout.circulation;

import io.roundabout.state.Counter;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import java.util.HashMap;
import java.util.Map;

/** What a turn took of each stream, by name. Confined to the turn. */
final class TakenMessages {
    private final Map<String, Taken> streams = new HashMap<>();

    private static final class Taken {
        private long messages;
        private long bytes;
    }

    /** Adds a message. */
    void add(String stream, byte[] body) {
        Taken taken = streams.computeIfAbsent(stream, name -> new Taken());
        taken.messages++;
        taken.bytes += body.length;
    }

    /** Adds the counts of the turn. */
    void flush(Names names, LedgerRow ledger) {
        streams.forEach((stream, taken) -> {
            LedgerLine line = LedgerLine.of(names.number(stream));
            ledger.add(line, Counter.IN, taken.messages);
            ledger.add(line, Counter.IN_BYTES, taken.bytes);
        });
    }
}
