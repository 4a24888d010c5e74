package io.roundabout.join;

import io.roundabout.pipeline.InputMode;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a join knows of one key, during a turn: one {@link Side} for each input. It is complete when no side is empty; a
 * group that is complete between messages owes completions, and cursors say how many. Opening it reads one row. Confined to
 * the turn.
 */
final class Group {
    private final HeldState state;
    private final byte[] headRow;
    private final GroupHead before;
    private final Side[] sides;

    /** Completions that cursors stand for already. */
    private long covered;

    private long cursor = Cursors.NONE;

    private Group(HeldState state, byte[] headRow, GroupHead before, Side[] sides) {
        this.state = state;
        this.headRow = headRow;
        this.before = before;
        this.sides = sides;
        this.covered = owed();
    }

    /**
     * Reads the group of a key.
     *
     * @param join number of the join
     * @param streams number of the stream of each input
     * @param modes mode of each input
     * @throws IllegalStateException if messages of an input wait that the join does not have
     */
    static Group open(HeldPartition partition, int join, byte[] key, int[] streams, List<InputMode> modes) {
        HeldState state = partition.rows();
        byte[] headRow = RowKey.group(join, key);
        GroupHead head = GroupHead.read(state.get(headRow));
        Side[] sides = new Side[streams.length];
        boolean owes = Arrays.stream(streams).allMatch(stream -> head.of(stream).count() > 0);
        int known = 0;
        for (int i = 0; i < sides.length; i++) {
            GroupHead.Waiting waiting = head.of(streams[i]);
            known += waiting.count() > 0 ? 1 : 0;
            Place place = new Place(partition, join, key, streams[i]);
            sides[i] = switch (modes.get(i)) {
                case ONE -> new Queue(place, waiting.first(), waiting.next());
                case LATEST -> new Newest(place, waiting, owes ? Pins.open(place) : Pins.none(place));
                case ALL -> throw new IllegalArgumentException("an 'all' input");
            };
        }
        if (known < head.inputs().size()) {
            throw new IllegalStateException("a group of join " + join + " holds messages of an input it does not have");
        }
        return new Group(state, headRow, head, sides);
    }

    Side.Arrival add(int input, HeldMessage message) {
        return sides[input].add(message, owed());
    }

    boolean isComplete() {
        return owed() > 0;
    }

    /** Returns how many times what waits now completes the group. */
    private long owed() {
        long owed = Long.MAX_VALUE;
        for (Side side : sides) {
            owed = Math.min(owed, side.completions());
        }
        return owed;
    }

    /** Returns the number of the cursor that messages of this turn wait for. */
    long cursor(Cursors cursors) {
        if (cursor == Cursors.NONE) {
            cursor = cursors.add();
        }
        return cursor;
    }

    /** Returns the messages that complete the group, one for each input; what is consumed waits no longer. */
    HeldMessage[] complete() {
        HeldMessage[] parts = new HeldMessage[sides.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = sides[i].use();
        }
        return parts;
    }

    /** As {@link #complete}, for a completion that a cursor stands for. */
    HeldMessage[] completeOwed() {
        covered--;
        return complete();
    }

    /** Returns the bytes that were read from the state and are kept in memory, since it was asked last. */
    long takeReadBytes() {
        long bytes = 0;
        for (Side side : sides) {
            bytes += side.takeReadBytes();
        }
        return bytes;
    }

    /** Writes the cursor that messages of this turn wait for, if there is one; later messages get another. */
    void closeCursor(Cursors cursors, int join, byte[] key) {
        if (cursor != Cursors.NONE) {
            cursors.write(cursor, new Cursor(join, key, owed() - covered));
            covered = owed();
            cursor = Cursors.NONE;
        }
    }

    /**
     * Writes what waits now, and nothing of what came and went within the turn.
     *
     * @param heldChange is given the change of the number of messages that each input holds; added to what it has
     */
    void flush(long[] heldChange) {
        List<GroupHead.Waiting> waiting = new ArrayList<>(sides.length);
        for (int i = 0; i < sides.length; i++) {
            GroupHead.Waiting now = sides[i].flush();
            heldChange[i] += now.count() - before.of(now.stream()).count();
            if (now.count() > 0) {
                waiting.add(now);
            }
        }
        GroupHead after = new GroupHead(waiting);
        if (after.isEmpty() && !before.isEmpty()) {
            state.remove(headRow);
        } else if (!after.equals(before)) {
            state.put(headRow, after.write());
        }
    }
}
