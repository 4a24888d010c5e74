package io.roundabout.join;

import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One join of a partition during one turn. A group is read when the first message of its key comes and written when it is
 * flushed. Confined to the turn.
 */
final class JoinTurn {
    /** Estimated bytes of groups and messages in memory at which they are flushed early. */
    private static final long MEMORY_BYTES = 32L << 20;

    private static final int GROUP_BYTES = 512;

    /** What is owed is made before anything that arrives. */
    private static final int BEFORE_ARRIVALS = 0;

    private static final int MESSAGE_BYTES = 64;
    private static final Map<String, String> PROPERTIES = Map.of("completed-by", "all");

    private final HeldPartition partition;
    private final CompiledJoin join;
    private final Outbox outbox;
    private final Cursors cursors;
    private final int number;
    private final int[] streams;
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private long memoryBytes;
    private final long[] taken;
    private final long[] used;
    private final long[] superseded;
    private final long[] held;

    JoinTurn(HeldPartition partition, CompiledJoin join, Outbox outbox, Cursors cursors) {
        this.partition = partition;
        this.join = join;
        this.outbox = outbox;
        this.cursors = cursors;
        Names names = partition.names();
        number = names.number(join.name());
        streams = join.streams().stream().mapToInt(names::number).toArray();
        taken = new long[streams.length];
        used = new long[streams.length];
        superseded = new long[streams.length];
        held = new long[streams.length];
    }

    /**
     * Takes a message of {@code input} and makes the results that it completes: one, and more while the turn has budget. A
     * group that owes some already makes none before those.
     *
     * @return number of the cursor that the message waits for, or {@link Cursors#NONE}
     */
    long take(int input, byte[] key, HeldMessage message, int position) {
        Group group = groups.computeIfAbsent(new Key(key), this::open);
        taken[input]++;
        boolean inOrder = !group.isComplete();
        if (group.add(input, message) == Side.Arrival.REPLACED) {
            superseded[input]++;
        }
        boolean goesOn = inOrder && group.isComplete();
        while (goesOn) {
            make(key, group.complete(), position);
            goesOn = group.isComplete() && cursors.spend();
        }
        long cursor = group.isComplete() ? group.cursor(cursors) : Cursors.NONE;
        remember(group, MESSAGE_BYTES + message.body().length);
        return cursor;
    }

    /** Makes results that the oldest cursor stands for, as many as the budget allows, and returns what it owes then. */
    Cursor goOn(Cursor cursor) {
        byte[] key = cursor.key();
        Group group = groups.computeIfAbsent(new Key(key), this::open);
        long owed = cursor.owed();
        while (owed > 0 && cursors.spend()) {
            if (!group.isComplete()) {
                throw new IllegalStateException(
                        "a cursor of join '" + join.name() + "' owes " + owed + " results that its group cannot make");
            }
            make(key, group.completeOwed(), BEFORE_ARRIVALS);
            owed--;
        }
        remember(group, 0);
        return new Cursor(number, key, owed);
    }

    private void make(byte[] key, HeldMessage[] parts, int position) {
        outbox.append(join.output(), result(key, parts, position));
        countUsed();
    }

    private void remember(Group group, int bytes) {
        memoryBytes += bytes + group.takeReadBytes();
        if (memoryBytes > MEMORY_BYTES) {
            flushGroups();
        }
    }

    private Group open(Key key) {
        memoryBytes += GROUP_BYTES + key.utf8().length;
        return Group.open(partition, number, key.utf8(), streams, join.modes());
    }

    private void countUsed() {
        for (int i = 0; i < used.length; i++) {
            used[i] += switch (join.modes().get(i)) {
                case ONE, ALL -> 1;
                case LATEST -> 0;
            };
        }
    }

    private StoredMessage result(byte[] key, HeldMessage[] parts, int position) {
        long firstSeen = Long.MAX_VALUE;
        for (HeldMessage part : parts) {
            firstSeen = Math.min(firstSeen, part.arrivedMillis());
        }
        return new StoredMessage(
                outbox.turn().epoch(),
                position,
                outbox.turn().nowMillis(),
                firstSeen,
                join.name(),
                key,
                "application/json",
                PROPERTIES,
                join.body().of(key, parts),
                null);
    }

    private void flushGroups() {
        groups.forEach((key, group) -> {
            group.closeCursor(cursors, number, key.utf8());
            group.flush(held);
        });
        groups.clear();
        memoryBytes = 0;
    }

    /** Writes what waits and adds the counts of the turn. */
    void flush(LedgerRow ledger) {
        flushGroups();
        for (int i = 0; i < streams.length; i++) {
            LedgerLine line = new LedgerLine(number, streams[i]);
            ledger.add(line, Counter.IN, taken[i]);
            ledger.add(line, Counter.USED, used[i]);
            ledger.add(line, Counter.SUPERSEDED, superseded[i]);
            ledger.add(line, Counter.HELD, held[i]);
        }
    }

    /** Checks that every message ever taken is held, used or superseded. */
    void requireBalance(LedgerRow total) {
        for (int i = 0; i < streams.length; i++) {
            LedgerLine line = new LedgerLine(number, streams[i]);
            long in = total.count(line, Counter.IN);
            long heldNow = total.count(line, Counter.HELD);
            long gone = total.count(line, Counter.USED) + total.count(line, Counter.SUPERSEDED);
            if (in != heldNow + gone) {
                throw new IllegalStateException("ledger of join '" + join.name() + "', input '"
                        + join.streams().get(i) + "' does not balance: in " + in + ", held " + heldNow
                        + ", used or superseded " + gone);
            }
        }
    }
}
