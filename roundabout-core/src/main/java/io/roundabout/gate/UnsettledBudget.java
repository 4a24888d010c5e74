package io.roundabout.gate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The gate's memory for messages that links hold unsettled, all links together. A link may hold as much as is then left of
 * the first half, so that links that settle nothing leave something to every other; the second half is for links that hold
 * nothing, one message each. Confined to the gate's event loop.
 */
final class UnsettledBudget {
    private final long total;
    private final Set<Output> waiting = new LinkedHashSet<>();
    private long used;

    /** @param total bytes, at least 1 */
    UnsettledBudget(long total) {
        this.total = total;
    }

    /** Returns whether a link that holds {@code own} bytes may get one message more; if not, {@code output} is woken later. */
    boolean hasRoom(long own, Output output) {
        boolean room = own == 0 ? used < total : own < total / 2 - used;
        if (!room) {
            waiting.add(output);
        }
        return room;
    }

    void take(long bytes) {
        used += bytes;
    }

    void give(long bytes) {
        used -= bytes;
        if (!waiting.isEmpty()) {
            List<Output> woken = List.copyOf(waiting);
            waiting.clear();
            woken.forEach(Output::wake);
        }
    }

    /** Returns the bytes that links hold. */
    long usedBytes() {
        return used;
    }
}
