package io.roundabout.gate;

import io.roundabout.outbox.TurnReport;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When the messages came that the last turns took. Of what an earlier turn made it is only known when that was, which is no
 * great difference then. Confined to the gate's event loop.
 */
final class ArrivalTimes {
    /** Turns remembered, a power of two: 20 s of turns at full speed. */
    private static final int TURNS = 4_096;

    private final InstantSource wall;
    private final long[] epochs = new long[TURNS];
    private final long[] micros = new long[TURNS];

    ArrivalTimes(InstantSource wall) {
        this.wall = wall;
    }

    void note(TurnReport report) {
        if (report.arrivedMicros() > 0) {
            int at = (int) (report.epoch() & (TURNS - 1));
            epochs[at] = report.epoch();
            micros[at] = report.arrivedMicros();
        }
    }

    /** Returns how long ago what made a message came, in microseconds; not below 0, whatever clocks do. */
    long agoMicros(HeldMessage message) {
        int at = (int) (message.epoch() & (TURNS - 1));
        long came = epochs[at] == message.epoch() ? micros[at] : message.createdMillis() * 1_000;
        Instant now = wall.instant();
        return Math.max(0, now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000 - came);
    }
}
