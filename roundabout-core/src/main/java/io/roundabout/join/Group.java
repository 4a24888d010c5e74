package io.roundabout.join;

import java.util.ArrayList;
import java.util.List;

/**
 * What a join knows of one key, during a turn: one {@link Side} for each input. A group that is complete after it was judged
 * owes completions, and cursors stand for them. Confined to the turn.
 */
final class Group {
    /** Stands in the head row of a group that owes, where completions are counted, for all cursors that stand for it. */
    private static final int MARK = 1;

    private final byte[] key;
    private final GroupHead before;
    private final Side[] sides;

    /** Where completions are counted: those that it owed when it was judged last. */
    private long owed;

    /** Those of them that cursors of earlier turns stand for. */
    private long covered;

    /** Number of the cursor that messages of this turn wait for. */
    private long cursor = Cursors.NONE;

    /** Where completions are not counted: the cursors that stand for it, and that what comes waits behind. */
    private int behind;

    /**
     * Opens the group.
     *
     * @param before what its head row says
     * @param sides what waits, input by input
     * @param behind where completions are not counted, the cursors that stand for it; else 0
     */
    Group(byte[] key, GroupHead before, Side[] sides, int behind) {
        this.key = key;
        this.before = before;
        this.sides = sides;
        this.behind = behind;
    }

    /** Notes, where completions are counted, that cursors stand for all that are possible now. */
    void owesAlready() {
        covered = countOwed();
    }

    byte[] key() {
        return key;
    }

    Side side(int input) {
        return sides[input];
    }

    Side.Arrival add(int input, HeldMessage message) {
        return sides[input].add(message, owed);
    }

    /** Returns how many inputs have a message. */
    int present() {
        int present = 0;
        for (Side side : sides) {
            present += side.completions() > 0 ? 1 : 0;
        }
        return present;
    }

    /** Returns whether an input that is not {@code latest} has a message: nothing is complete without. */
    boolean isStarted() {
        for (Side side : sides) {
            if (side.isConsumed() && side.completions() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many times what waits completes the group, if every input is needed. */
    private long possible() {
        long possible = Long.MAX_VALUE;
        for (Side side : sides) {
            possible = Math.min(possible, side.completions());
        }
        return possible;
    }

    /** Returns whether cursors stand for the group: what is in front of it is used by them alone. */
    boolean isOwing() {
        return owed > 0 || behind > 0;
    }

    /** Counts what it owes, where completions are counted. */
    long countOwed() {
        owed = possible();
        return owed;
    }

    /** Returns the number of the cursor that messages of this turn wait for, where completions are counted. */
    long cursor(Cursors cursors) {
        if (cursor == Cursors.NONE) {
            cursor = cursors.add();
        }
        return cursor;
    }

    /** Writes that cursor, if there is one; later messages get another. */
    void closeCursor(Cursors cursors, int join) {
        if (cursor != Cursors.NONE) {
            cursors.write(cursor, Cursor.owing(join, key, owed - covered));
            covered = owed;
            cursor = Cursors.NONE;
        }
    }

    /** Notes one more cursor that what comes waits behind. */
    void standBehindOneMore() {
        behind++;
    }

    /** Notes that a cursor before it is done. */
    void standBehindOneLess() {
        behind--;
    }

    /** Returns whether the lists in front of it have more than {@code most} bytes; reads no more than that. */
    boolean isLarger(long most) {
        long bytes = 0;
        for (Side side : sides) {
            bytes += bytes > most ? 0 : side.listBytes(most - bytes);
        }
        return bytes > most;
    }

    /** Forgets what it read of lists; what is needed is read again. */
    void forgetRead() {
        for (Side side : sides) {
            side.forgetRead();
        }
    }

    /** Returns what stands in front, and leaves it there. */
    Front front() {
        HeldMessage[][] parts = new HeldMessage[sides.length][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = sides[i].front();
        }
        return new Front(key, parts);
    }

    /** Takes what stands in front; what is consumed waits no longer. */
    Front complete() {
        HeldMessage[][] parts = new HeldMessage[sides.length][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = sides[i].use();
        }
        return new Front(key, parts);
    }

    /** As {@link #complete}, for a completion that is counted and that a cursor stands for. */
    Front completeOwed() {
        owed--;
        covered--;
        return complete();
    }

    /** Takes what stands in front as a group without result: a {@code latest} is there, and was not used. */
    Front end() {
        HeldMessage[][] parts = new HeldMessage[sides.length][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = sides[i].isConsumed() ? sides[i].use() : sides[i].front();
        }
        return new Front(key, parts);
    }

    /** Returns the bytes that were read from the state and are kept in memory, since it was asked last. */
    long takeReadBytes() {
        long bytes = 0;
        for (Side side : sides) {
            bytes += side.takeReadBytes();
        }
        return bytes;
    }

    /**
     * Writes what waits now, and nothing of what came and went within the turn.
     *
     * @param join says how many messages of the key an input holds before it is full
     * @param counts is given what each input holds more or less than before
     * @return what the head row is to say
     */
    GroupHead flush(CompiledJoin join, JoinCounts counts) {
        List<GroupHead.Waiting> waiting = new ArrayList<>(sides.length);
        for (int i = 0; i < sides.length; i++) {
            GroupHead.Waiting flushed = sides[i].flush();
            GroupHead.Waiting now = flushed.full(flushed.count() >= join.most(i));
            counts.changed(i, before.of(now.stream()), now);
            if (now.count() > 0) {
                waiting.add(now);
            }
        }
        return new GroupHead(waiting, owed > 0 ? MARK : behind);
    }

    /** Returns what the head row said when the group was opened. */
    GroupHead before() {
        return before;
    }
}
