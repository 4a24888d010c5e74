package io.roundabout.gate;

import io.roundabout.entrance.PushLimits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The gate's memory for what clients sent and the hub has not decided: bounded for each connection, and for all together.
 * Beyond that a connection is not read, except that the one whose unfinished message has waited longest always goes on, so
 * that unfinished messages cannot keep each other waiting for ever. Confined to the gate's event loop.
 */
final class PushBudget {
    private final PushLimits limits;
    private final Set<PushShare> unfinished = new LinkedHashSet<>();
    private final Set<PushShare> held = new LinkedHashSet<>();
    private long used;

    PushBudget(PushLimits limits) {
        this.limits = limits;
    }

    PushLimits limits() {
        return limits;
    }

    /** Returns the share of a connection, which hears by {@code onRoom} that there is room after there was none. */
    PushShare share(Runnable onRoom) {
        return new PushShare(this, onRoom);
    }

    /** Returns the bytes of all connections together. */
    long usedBytes() {
        return used;
    }

    boolean hasRoom(PushShare share) {
        return hold(share, share.bytes() < limits.windowBytes() && used < limits.memoryBytes());
    }

    boolean mayRead(PushShare share) {
        boolean first = !unfinished.isEmpty() && unfinished.iterator().next() == share;
        return (first && share.isAllUnfinished()) || hasRoom(share);
    }

    private boolean hold(PushShare share, boolean room) {
        if (!room) {
            held.add(share);
        }
        return room;
    }

    void take(long bytes) {
        used += bytes;
    }

    void begin(PushShare share) {
        unfinished.add(share);
    }

    void finish(PushShare share) {
        unfinished.remove(share);
        wake();
    }

    void give(long bytes) {
        used -= bytes;
        wake();
    }

    /** Tells those who were held; who still has no room is held again. */
    private void wake() {
        if (held.isEmpty()) {
            return;
        }
        List<PushShare> woken = new ArrayList<>(held);
        held.clear();
        woken.forEach(PushShare::onRoom);
    }

    void forget(PushShare share) {
        held.remove(share);
        finish(share);
    }
}
