package io.roundabout.entrance;

import io.roundabout.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * A run of numbered messages, and how far it is decided. Outlives its connection until everything it framed is decided.
 * Confined to the event loop.
 */
final class Session {
    private final String id;
    private final boolean resumable;
    private final int partition;

    private long framed;
    private long decided;
    private final Withheld withheld = new Withheld();
    private long undecidedBytes;
    private int undecidedCuts;
    private boolean ended;
    private @Nullable CutPart openPart;
    private @Nullable SessionHolder holder;

    Session(String id, boolean resumable, int partition) {
        this.id = id;
        this.resumable = resumable;
        this.partition = partition;
    }

    String id() {
        return id;
    }

    boolean isResumable() {
        return resumable;
    }

    int partition() {
        return partition;
    }

    /** Returns the number of the last message that was framed. */
    long framed() {
        return framed;
    }

    /** Returns the number up to which every message is decided, and what it brought about is ready. */
    long decided() {
        return withheld.limit(decided);
    }

    /** What counts against the window of its connection. */
    long undecidedBytes() {
        return undecidedBytes;
    }

    /** Tells whether every cut that holds messages of it is decided or given up. */
    boolean isSettled() {
        return undecidedCuts == 0;
    }

    /** Tells, once, that nobody holds it any more and everything it framed is decided. */
    boolean hasJustEnded() {
        boolean just = !ended && holder == null && isSettled();
        ended |= just;
        return just;
    }

    @Nullable
    SessionHolder holder() {
        return holder;
    }

    /** Begins or goes on after message {@code last}, for who holds the session now. */
    void resume(SessionHolder sender, long last) {
        assert isSettled() && undecidedBytes == 0 : "resumed before it was settled";
        holder = sender;
        framed = last;
        decided = last;
        withheld.clear();
    }

    void release() {
        holder = null;
    }

    /** Counts the next message and returns its number. */
    long frame() {
        return ++framed;
    }

    void charge(int bytes) {
        undecidedBytes += bytes;
        if (openPart != null) {
            openPart.charge(bytes);
        }
    }

    @Nullable
    CutPart openPart() {
        return openPart;
    }

    CutPart enterOpenCut(int index) {
        CutPart part = new CutPart(this, index, framed + 1);
        openPart = part;
        undecidedCuts++;
        return part;
    }

    void leftOpenCut() {
        openPart = null;
    }

    /** Hears that a cut was committed. */
    void committed(CutPart part, LateAnswers late) {
        settle(part);
        decided = part.last();
        if (holder != null) {
            holder.decided(late);
        }
    }

    /** Hears that message {@code number} of the cut that is committed next waits for a cursor. */
    void withhold(long number, int partition, long cursor) {
        withheld.add(partition, cursor, number);
    }

    /** Hears that cursors of a partition are done; returns whether messages wait for others. */
    boolean cursorsDone(int partition, long before) {
        long told = decided();
        withheld.done(partition, before);
        if (holder != null && decided() > told) {
            holder.decided(LateAnswers.NONE);
        }
        return holder != null && !withheld.isEmpty();
    }

    /** Hears that a cut was given up: its vehicle has to come back and learn the true last number. */
    void givenUp(CutPart part) {
        settle(part);
        if (holder != null) {
            holder.close(
                    RefusalCode.INTERNAL,
                    "messages up to " + part.last() + " were not stored. Come back and send again what has no +ok.");
        }
    }

    private void settle(CutPart part) {
        undecidedCuts--;
        undecidedBytes -= part.bytes();
    }
}
