package io.roundabout.gate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The gate's memory for messages that are asked for or wait to be offered, of all outputs together. What waits is a copy of
 * what the hub holds, so nobody is owed it: where memory is short, who got some the longest ago gives back what waits and
 * reads it again when a link can take it. So nobody who can deliver waits for somebody who cannot. Confined to the gate's
 * event loop.
 */
final class ReadBudget {
    /**
     * What one output may have at most. Half of it is asked for in pages, one of each lane in a turn at most, so it bounds
     * what a turn hands out of a backlog: with 4 MiB a turn had 990 results of 430 bytes, and the loop was busy with turns.
     */
    private static final int MOST_SHARE = 16 << 20;
    /** Less than this is not worth a page, so where memory is short readers take turns instead. */
    private static final int LEAST_SHARE = 64 << 10;

    private final long total;
    // Who got memory the longest ago comes first.
    private final Set<ReadAhead> readers = new LinkedHashSet<>();
    private final Set<ReadAhead> queue = new LinkedHashSet<>();
    private long used;

    /** @param total bytes, at least 1 */
    ReadBudget(long total) {
        this.total = total;
    }

    /** Returns the bytes a reader should keep ready, at least 1. */
    int shareBytes() {
        long even = total / Math.max(1, readers.size());
        return (int) Math.min(total, Math.max(LEAST_SHARE, Math.min(MOST_SHARE, even)));
    }

    /** Returns the bytes asked for or waiting. */
    long usedBytes() {
        return used;
    }

    /** Counts {@code reader} among those who share. */
    void enter(ReadAhead reader) {
        readers.add(reader);
    }

    /** Counts {@code reader} no more; what it has, it still has to give. */
    void leave(ReadAhead reader) {
        readers.remove(reader);
        leaveQueue(reader);
    }

    /**
     * Takes memory, if it is there.
     *
     * @param urgent whether a link could take a message now; if so others give back what waits, else only half of the whole
     *     may be taken. Nothing is refused to an urgent reader when nobody else has any: a body may be larger than the whole
     */
    boolean tryTake(ReadAhead reader, long bytes, boolean urgent) {
        if (!queue.isEmpty() && queue.iterator().next() != reader) {
            return false;
        }
        if (urgent) {
            takeBack(reader, bytes);
        }
        boolean alone = urgent && used == reader.heldBytes();
        return take(reader, bytes, alone ? Long.MAX_VALUE : urgent ? total : total / 2);
    }

    /** Takes memory that nobody has and nobody waits for. */
    boolean tryTakeSpare(ReadAhead reader, long bytes) {
        return queue.isEmpty() && take(reader, bytes, total);
    }

    private boolean take(ReadAhead reader, long bytes, long limit) {
        if (used + bytes > limit) {
            return false;
        }
        used += bytes;
        if (readers.remove(reader)) {
            readers.add(reader);
        }
        return true;
    }

    private void takeBack(ReadAhead reader, long bytes) {
        if (used + bytes <= total) {
            return;
        }
        for (ReadAhead other : List.copyOf(readers)) {
            if (other != reader && other.canGiveBack()) {
                other.giveBack();
                if (used + bytes <= total) {
                    return;
                }
            }
        }
    }

    /** Lets {@code reader} wait for memory; it is woken in its turn. */
    void enterQueue(ReadAhead reader) {
        queue.add(reader);
    }

    boolean isQueued(ReadAhead reader) {
        return queue.contains(reader);
    }

    /** Lets {@code reader} wait no more. */
    void leaveQueue(ReadAhead reader) {
        if (queue.remove(reader)) {
            wakeFirst();
        }
    }

    /** Counts what came without being asked for or more than was asked for. */
    void add(long bytes) {
        used += bytes;
    }

    /** Gives memory back. */
    void give(long bytes) {
        used -= bytes;
        wakeFirst();
    }

    private void wakeFirst() {
        if (!queue.isEmpty()) {
            queue.iterator().next().wake();
        }
    }
}
