package io.roundabout.entrance;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what is undecided within bounds: each connection's within its window, all together within {@code entrance.memory}.
 * Beyond that a connection with nothing undecided still gets one message in, so that none waits for ever because of
 * another. Confined to the event loop.
 */
final class Ledger {
    private final EntranceSettings settings;
    private final OpenCut open;
    private final CutQueue queue;

    /** Promised to long bodies that are being read, in bytes. */
    private long reserved;

    /** Wanted by long bodies that are not being read yet; others leave this free, or long bodies would starve. */
    private long wanted;

    Ledger(EntranceSettings settings, OpenCut open, CutQueue queue) {
        this.settings = settings;
        this.open = open;
        this.queue = queue;
    }

    /** What is undecided or promised, of all connections together, in bytes. */
    long bytes() {
        return open.bytes() + queue.bytes() + reserved;
    }

    /** Tells whether the open cut takes another message. */
    boolean hasRoomInCut() {
        return !open.isFull();
    }

    /** Tells whether a connection may have its next frame; {@code session} is null before its first line. */
    boolean hasRoom(@Nullable Session session) {
        if (!hasRoomInCut()) {
            return false;
        }
        if (session == null || session.undecidedBytes() == 0) {
            return true;
        }
        return session.undecidedBytes() < settings.windowBytes() && bytes() + wanted < settings.memoryBytes();
    }

    /** Asks for room for a long body; see {@link #tryReserve}. */
    void want(int bodyBytes) {
        wanted += bodyBytes;
    }

    void noLongerWant(int bodyBytes) {
        wanted -= bodyBytes;
    }

    /** Turns room that is wanted into room that is reserved, if there is some; a body alone always fits. */
    boolean tryReserve(int bodyBytes) {
        boolean fits = bytes() == 0 || bytes() + bodyBytes <= settings.memoryBytes();
        if (fits) {
            wanted -= bodyBytes;
            reserved += bodyBytes;
        }
        return fits;
    }

    void release(int bodyBytes) {
        reserved -= bodyBytes;
        assert reserved >= 0 : "released twice";
    }
}
