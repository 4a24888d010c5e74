package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.pipeline.Sizes;

/**
 * The heap a hub has.
 *
 * @param bytes its most bytes
 */
record Heap(long bytes) {
    /** What Spark keeps for itself. Source: UnifiedMemoryManager, as all of these. */
    private static final long RESERVED_BYTES = 300L << 20;

    private static final long LEAST_BYTES = RESERVED_BYTES * 3 / 2;

    /** Returns the heap of this process. */
    static Heap ofProcess() {
        return new Heap(Runtime.getRuntime().maxMemory());
    }

    /**
     * Checks that Spark would start with it.
     *
     * @throws RoundaboutException with code {@code HEAP_TOO_SMALL} if not
     */
    void requireEnough() {
        if (bytes < LEAST_BYTES) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS,
                    "HEAP_TOO_SMALL",
                    "the heap has " + (bytes >> 20) + "MiB; a hub needs at least " + Sizes.text(LEAST_BYTES)
                            + ". Set ROUNDABOUT_JAVA_OPTS=-Xmx1g or more.");
        }
    }

    /** Returns what Spark keeps for blocks. Source: spark.memory.fraction. */
    long blockBytes() {
        return (bytes - RESERVED_BYTES) * 6 / 10;
    }
}
