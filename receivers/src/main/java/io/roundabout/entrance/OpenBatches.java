package io.roundabout.entrance;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The batches that are open, of all connections. No decision gives room back to them, so if they filled the memory they would
 * wait for each other: together they get half of it, and beyond that the oldest alone goes on. Confined to the event
 * loop.
 */
final class OpenBatches {
    private final Set<OpenBatch> batches = new LinkedHashSet<>();
    private final long mostBytes;
    private long bytes;

    OpenBatches(EntranceSettings settings) {
        this.mostBytes = settings.memoryBytes() / 2;
    }

    void add(OpenBatch batch) {
        batches.add(batch);
    }

    /** Forgets one, which is in the cut now, or nowhere. */
    void remove(OpenBatch batch) {
        if (batches.remove(batch)) {
            bytes -= batch.bytes();
        }
    }

    void charge(int more) {
        bytes += more;
    }

    long bytes() {
        return bytes;
    }

    boolean hasRoom() {
        return bytes < mostBytes;
    }

    /** Tells whether nobody else's batch has to end before this one. */
    boolean isOldest(@Nullable OpenBatch batch) {
        return batch != null && batches.iterator().next() == batch;
    }
}
