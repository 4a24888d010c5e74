package io.roundabout.join;

import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The groups of one join that a turn has in memory. A group is read when the first message of its key comes, with one get,
 * and written when groups are flushed. Confined to the turn.
 */
final class Groups {
    private static final int GROUP_BYTES = 512;

    private final JoinRows rows;
    private final Cursors cursors;
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private long memoryBytes;

    Groups(JoinRows rows, Cursors cursors) {
        this.rows = rows;
        this.cursors = cursors;
    }

    /**
     * Returns the group of a key.
     *
     * @throws IllegalStateException if messages of an input wait that the join does not have
     */
    Group of(byte[] key) {
        return groups.computeIfAbsent(new Key(key), this::open);
    }

    private Group open(Key key) {
        memoryBytes += GROUP_BYTES + key.utf8().length;
        GroupHead head = GroupHead.read(rows.partition().rows().get(headRow(key.utf8())));
        int known = 0;
        long possible = Long.MAX_VALUE;
        for (int stream : rows.streams()) {
            long count = head.of(stream).count();
            known += count > 0 ? 1 : 0;
            possible = Math.min(possible, count);
        }
        if (known < head.inputs().size()) {
            throw new IllegalStateException(
                    "a group of join " + rows.number() + " holds messages of an input it does not have");
        }
        // Other rules may have left a group that is complete by these: then no cursor stands for it.
        boolean counted = rows.join().isCounted();
        boolean owes = counted && possible > 0 && cursors.standFor(head.behind() > 0);
        Side[] sides = new Side[rows.inputs()];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = side(i, key.utf8(), head.of(rows.streams()[i]), owes);
        }
        Group group = new Group(key.utf8(), head, sides, counted ? 0 : head.behind());
        if (owes) {
            group.owesAlready();
        }
        return group;
    }

    private Side side(int input, byte[] key, GroupHead.Waiting waiting, boolean owes) {
        Place place = new Place(rows.partition(), rows.number(), key, rows.streams()[input], rows.deadlines()[input]);
        return switch (rows.join().modes().get(input)) {
            case ONE -> new Queue(new WaitingLine(place, waiting));
            case ALL -> new Gathered(new WaitingLine(place, waiting));
            case LATEST -> new Newest(place, waiting, owes ? Pins.open(place) : Pins.none(place));
        };
    }

    /** Returns the keys of groups that hold something, at most so many. */
    List<byte[]> keys(int most) {
        return keys(most, head -> true);
    }

    private List<byte[]> keys(int most, Predicate<GroupHead> which) {
        List<byte[]> keys = new ArrayList<>();
        rows.partition().rows().scan(RowKey.groups(rows.number()), (row, head) -> {
            if (which.test(GroupHead.read(head))) {
                keys.add(RowKey.keyOfGroup(row));
            }
            return keys.size() < most;
        });
        return keys;
    }

    /** Notes that a group has so many bytes of messages more in memory. */
    void remember(Group group, int bytes) {
        memoryBytes += bytes + group.takeReadBytes();
    }

    /** Returns an estimate of the bytes of groups and messages in memory. */
    long memoryBytes() {
        return memoryBytes;
    }

    /**
     * Writes all groups and forgets them.
     *
     * @param counts is given what each input holds more or less than before
     */
    void flush(JoinCounts counts) {
        HeldState state = rows.partition().rows();
        for (Group group : groups.values()) {
            group.closeCursor(cursors, rows.number());
            GroupHead before = group.before();
            GroupHead after = group.flush(rows.join(), counts);
            if (after.isEmpty() && !before.isEmpty()) {
                state.remove(headRow(group.key()));
            } else if (!after.equals(before)) {
                state.put(headRow(group.key()), after.write());
            }
        }
        groups.clear();
        memoryBytes = 0;
    }

    /**
     * Counts no key as full any more; those that still are, are counted when they are flushed next. There must be no groups
     * in memory.
     *
     * @param most keys at most; what is beyond is left to a later turn
     */
    void recount(int most, JoinCounts counts) {
        HeldState state = rows.partition().rows();
        for (byte[] key : keys(most, GroupHead::isFull)) {
            GroupHead full = GroupHead.read(state.get(headRow(key)));
            GroupHead after = full.notFull();
            for (int i = 0; i < rows.inputs(); i++) {
                int stream = rows.streams()[i];
                counts.changed(i, full.of(stream), after.of(stream));
            }
            state.put(headRow(key), after.write());
        }
    }

    private byte[] headRow(byte[] key) {
        return RowKey.group(rows.number(), key);
    }
}
