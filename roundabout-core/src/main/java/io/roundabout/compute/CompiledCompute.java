package io.roundabout.compute;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A compute as the turn needs it. Immutable, so thread-safe.
 *
 * @param name name of the compute
 * @param from name of the stream or join whose messages it takes
 * @param output address its results go to
 * @param windows how it cuts time
 * @param aggregation its expressions
 */
record CompiledCompute(String name, String from, String output, Windows windows, Aggregation aggregation) {
    /** Longest key that a message may have; a computed one may not be longer. Source: wire contract, section 1. */
    private static final int KEY_BYTES = 256;

    /** Windows ahead of now that a message may name: its time is unchecked, and each window that is open costs room. */
    private static final int WINDOWS_AHEAD = 1_000;

    /**
     * Returns why a row cannot be added; null if it can.
     *
     * @param endedMillis up to when windows may be closed, hub time, milliseconds since 1970
     */
    @Nullable
    Defect defectOf(Aggregation.Row row, long nowMillis, long endedMillis) {
        byte[] key = row.key();
        if (key == null) {
            return new Defect("no-key", "compute '" + name + "' finds no key in it");
        }
        if (key.length == 0 || key.length > KEY_BYTES) {
            return new Defect(
                    "bad-key", "its key in compute '" + name + "' has " + key.length + " bytes; it may have 1 to 256");
        }
        return windows.byField() ? defectOf(row.timeMillis(), nowMillis, endedMillis) : null;
    }

    private @Nullable Defect defectOf(@Nullable Long time, long nowMillis, long endedMillis) {
        if (time == null) {
            return new Defect("schema", "compute '" + name + "' finds no time in it");
        }
        long window = windows.of(time);
        if (windows.closesAt(window) <= endedMillis) {
            return new Defect(
                    "expired",
                    "its time " + Instant.ofEpochMilli(time) + " is in a window of compute '" + name
                            + "' that is closed; a larger 'late' would have kept it open");
        }
        return window > windows.of(nowMillis) + WINDOWS_AHEAD * windows.millis()
                ? new Defect(
                        "schema",
                        "its time " + Instant.ofEpochMilli(time) + " is more than " + WINDOWS_AHEAD
                                + " windows ahead of the hub's clock")
                : null;
    }

    /** Returns the window of a row that has no defect. */
    long windowOf(Aggregation.Row row, long nowMillis) {
        Long time = windows.byField() ? row.timeMillis() : null;
        return windows.of(time == null ? nowMillis : time);
    }
}
