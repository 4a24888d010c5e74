package io.roundabout.circulation;

import io.roundabout.outbox.LaneReport;
import io.roundabout.state.Ledger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How long messages have waited, in hub time, as of the last turn. Thread-safe. */
public final class Ages {
    private final HubClock clock;
    private final WaitingAges waiting = new WaitingAges();
    private final HeldAges held;

    Ages(HubClock clock) {
        this.clock = clock;
        this.held = new HeldAges(clock.millis());
    }

    /** Notes a lane as a turn left it. */
    void note(LaneReport lane) {
        waiting.note(lane);
    }

    /** Notes what a turn counted, and what is counted with it. */
    void note(Ledger counted, Ledger total) {
        held.note(counted, total, clock.millis());
    }

    /** Returns how long the oldest message has waited at each address where one waits and that is known. */
    public Map<String, Duration> waiting() {
        return waiting.oldestMillis().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, oldest -> since(oldest.getValue())));
    }

    /**
     * Returns how long the oldest message that an input of a join holds has waited, at least; empty if it holds none.
     *
     * @param line the input, {@code JOIN/STREAM}
     * @param ledger what is counted of it
     */
    public Optional<Duration> held(String line, Ledger ledger) {
        return held.since(line, ledger).map(this::since);
    }

    private Duration since(long millis) {
        return Duration.ofMillis(Math.max(0, clock.millis() - millis));
    }
}
