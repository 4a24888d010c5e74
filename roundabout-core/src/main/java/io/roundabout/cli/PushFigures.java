package io.roundabout.cli;

import io.roundabout.Words;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What came of pushing. Counted by the reading and the pushing thread. */
final class PushFigures {
    final AtomicLong committed = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    /** Refused in an earlier run of the same push, as far as the hub remembers. */
    final AtomicLong refusedBefore = new AtomicLong();

    final AtomicLong duplicates = new AtomicLong();
    final AtomicLong resumedAfter = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();
    /** Sources that could not be read, or not to their end. */
    final AtomicLong failedSources = new AtomicLong();

    /** Returns one line for people. */
    String words(String stream, Duration taken) {
        String resumed = resumedAfter.get() > 0 ? "; " + resumedAfter + " were pushed before" : "";
        String before = refusedBefore.get() > 0 ? ", " + refusedBefore + " of them refused" : "";
        String known = duplicates.get() > 0 ? "; " + duplicates + " of them were known by their ids" : "";
        String refusals = refused.get() > 0
                ? String.format(Locale.ROOT, "; %d refused (%.0f/s)", refused.get(), rate(refused, taken))
                : "";
        return String.format(
                Locale.ROOT,
                "pushed %s to %s in %.1f s (%.0f/s)%s%s%s%s",
                Words.count(committed.get(), "message"),
                stream,
                seconds(taken),
                rate(committed, taken),
                known,
                resumed,
                before,
                refusals);
    }

    /** Returns one line of JSON for scripts. */
    String json(String stream, int sources, Duration taken) {
        return String.format(
                Locale.ROOT,
                "{\"stream\":\"%s\",\"sources\":%d,\"committed\":%d,\"refused\":%d,\"duplicates\":%d,"
                        + "\"pushed-before\":%d,\"refused-before\":%d,\"failed-sources\":%d,\"bytes\":%d,\"seconds\":%.3f,"
                        + "\"messages-per-second\":%.0f,\"refused-per-second\":%.0f}",
                stream,
                sources,
                committed.get(),
                refused.get(),
                duplicates.get(),
                resumedAfter.get(),
                refusedBefore.get(),
                failedSources.get(),
                bytes.get(),
                seconds(taken),
                rate(committed, taken),
                rate(refused, taken));
    }

    /** Returns whether everything there was to push is committed. */
    boolean isComplete() {
        return refused.get() + refusedBefore.get() + failedSources.get() == 0;
    }

    private static double rate(AtomicLong messages, Duration taken) {
        return messages.get() / seconds(taken);
    }

    private static double seconds(Duration taken) {
        return Math.max(0.001, taken.toNanos() / 1e9);
    }
}
