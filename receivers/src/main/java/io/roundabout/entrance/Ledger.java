package io.roundabout.entrance;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what is undecided within bounds: each connection's within its window, all together within {@code entrance.memory}.
 * Beyond that a connection with nothing undecided still gets one message in, so that none waits for ever because of
 * another. Confined to the event loop.
 */
final class Ledger {
    private final EntranceSettings settings;
    private final OpenBatches batches;
    private final OpenCut open;
    private final CutQueue queue;

    /** Promised to long bodies that are being read, in bytes. */
    private long reserved;

    /** Wanted by long bodies that are not being read yet; others leave this free, or long bodies would starve. */
    private long wanted;

    /** What was pushed from inside and is not framed yet, in bytes. */
    private long inside;

    Ledger(EntranceSettings settings, OpenCut open, CutQueue queue) {
        this.settings = settings;
        this.batches = new OpenBatches(settings);
        this.open = open;
        this.queue = queue;
    }

    /** What is undecided or promised, of all connections together, in bytes. */
    long bytes() {
        return open.bytes() + queue.bytes() + batches.bytes() + reserved + inside;
    }

    OpenBatches batches() {
        return batches;
    }

    /** Tells whether the open cut takes another message, or the batch that is open as a whole. */
    boolean hasRoomInCut(@Nullable OpenBatch batch) {
        return batch == null ? !open.isFull() : open.takes(batch);
    }

    /**
     * Tells whether a connection may have its next frame; {@code session} is null before its first line, {@code batch} if none
     * is open.
     */
    boolean hasRoom(@Nullable Session session, @Nullable OpenBatch batch) {
        if (!hasRoomInCut(batch)) {
            return false;
        }
        if (session == null) {
            return true;
        }
        return batch == null ? hasRoom(session) : hasRoomIn(batch, session);
    }

    /** Asks for room for a long body; see {@link #tryReserve}. */
    void want(int bodyBytes) {
        wanted += bodyBytes;
    }

    void noLongerWant(int bodyBytes) {
        wanted -= bodyBytes;
    }

    /**
     * Turns room that is wanted into room that is reserved, if there is some; a body alone always fits, and so does one in the
     * oldest batch.
     */
    boolean tryReserve(int bodyBytes, @Nullable OpenBatch batch) {
        boolean fits = bytes() == 0 || batches.isOldest(batch) || bytes() + bodyBytes <= settings.memoryBytes();
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

    /** Counts what was pushed from inside and is not framed yet; negative when it is. */
    void chargeInside(long moreBytes) {
        inside += moreBytes;
    }

    private boolean hasRoom(Session session) {
        return session.undecidedBytes() == 0 || (session.undecidedBytes() < settings.windowBytes() && isMemoryFree());
    }

    /** A batch is not decided before it is whole, so it waits for what came before it, but never for itself. */
    private boolean hasRoomIn(OpenBatch batch, Session session) {
        long undecided = session.undecidedBytes();
        boolean inWindow = undecided == 0 || undecided + batch.bytes() < settings.windowBytes();
        boolean inMemory = batch.bytes() == 0 || batches.isOldest(batch) || (batches.hasRoom() && isMemoryFree());
        return inWindow && inMemory;
    }

    private boolean isMemoryFree() {
        return bytes() + wanted < settings.memoryBytes();
    }
}
