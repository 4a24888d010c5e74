package io.roundabout.entrance;

import java.util.HashMap;
import java.util.Map;

/**
 * Messages of one session that are committed, while results they brought about are owed: {@code +ok} stops before the first
 * of them. Confined to the event loop.
 */
final class Withheld {
    private static final long NONE = Long.MAX_VALUE;

    private final Map<Cause, Long> firsts = new HashMap<>();
    private long first = NONE;

    /** What a message waits for. */
    private record Cause(int partition, long cursor) {}

    /** Adds message {@code number}. */
    void add(int partition, long cursor, long number) {
        firsts.merge(new Cause(partition, cursor), number, Math::min);
        first = Math.min(first, number);
    }

    /** Hears that all cursors of a partition before this one are done. */
    void done(int partition, long before) {
        firsts.keySet().removeIf(cause -> cause.partition() == partition && cause.cursor() < before);
        first = firsts.values().stream().mapToLong(Long::longValue).min().orElse(NONE);
    }

    void clear() {
        firsts.clear();
        first = NONE;
    }

    boolean isEmpty() {
        return firsts.isEmpty();
    }

    /** Returns the number up to which a session is decided that would be up to {@code decided}. */
    long limit(long decided) {
        return Math.min(decided, first - 1);
    }
}
