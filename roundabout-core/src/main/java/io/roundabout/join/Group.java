package io.roundabout.join;

import io.roundabout.pipeline.InputMode;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.util.ArrayList;
import java.util.List;

/**
 * What a join knows of one key, during a turn: one {@link Side} for each input. It is complete when no side is empty.
 * Opening it reads one row. Confined to the turn.
 */
final class Group {
    private final HeldState state;
    private final byte[] headRow;
    private final GroupHead before;
    private final Side[] sides;

    private Group(HeldState state, byte[] headRow, GroupHead before, Side[] sides) {
        this.state = state;
        this.headRow = headRow;
        this.before = before;
        this.sides = sides;
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
        int known = 0;
        for (int i = 0; i < sides.length; i++) {
            GroupHead.Waiting waiting = head.of(streams[i]);
            known += waiting.count() > 0 ? 1 : 0;
            Place place = new Place(partition, join, key, streams[i]);
            sides[i] = switch (modes.get(i)) {
                case ONE -> new Queue(place, waiting.first(), waiting.next());
                case LATEST -> new Newest(place, waiting);
            };
        }
        if (known < head.inputs().size()) {
            throw new IllegalStateException("a group of join " + join + " holds messages of an input it does not have");
        }
        return new Group(state, headRow, head, sides);
    }

    Side side(int input) {
        return sides[input];
    }

    boolean isComplete() {
        for (Side side : sides) {
            if (side.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Returns the messages that complete the group, one for each input; what is consumed waits no longer. */
    HeldMessage[] complete() {
        HeldMessage[] parts = new HeldMessage[sides.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = sides[i].use();
        }
        return parts;
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
