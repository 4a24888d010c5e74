package io.roundabout.cli;

import io.roundabout.Words;
import java.time.Duration;
import java.util.Locale;

/** What came of collecting into a target. For one thread. */
final class CollectFigures {
    private long committed;
    private long bytes;
    private long commits;

    void committed(long messages, long ofBytes) {
        committed += messages;
        bytes += ofBytes;
        commits++;
    }

    /** Returns how many messages are safe in the target. */
    long committed() {
        return committed;
    }

    /** Returns one line for people. */
    String words(String address, String target, Duration taken) {
        return String.format(
                Locale.ROOT,
                "collected %s from %s into %s in %.1f s (%.0f/s, %s)",
                Words.count(committed, "message"),
                address,
                target,
                seconds(taken),
                committed / seconds(taken),
                Words.count(commits, "commit"));
    }

    /** Returns one line of JSON for scripts. */
    String json(String address, Duration taken) {
        return String.format(
                Locale.ROOT,
                "{\"address\":\"%s\",\"committed\":%d,\"commits\":%d,\"bytes\":%d,\"seconds\":%.3f,"
                        + "\"messages-per-second\":%.0f}",
                address,
                committed,
                commits,
                bytes,
                seconds(taken),
                committed / seconds(taken));
    }

    private static double seconds(Duration taken) {
        return Math.max(0.001, taken.toNanos() / 1e9);
    }
}
