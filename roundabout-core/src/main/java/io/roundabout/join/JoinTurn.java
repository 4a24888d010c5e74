package io.roundabout.join;

import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.Turn;
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
    private static final int MESSAGE_BYTES = 64;
    private static final Map<String, String> PROPERTIES = Map.of("completed-by", "all");

    private final HeldPartition partition;
    private final CompiledJoin join;
    private final Turn turn;
    private final Outbox outbox;
    private final int number;
    private final int[] streams;
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private long memoryBytes;
    private final long[] taken;
    private final long[] used;
    private final long[] superseded;
    private final long[] held;

    JoinTurn(HeldPartition partition, CompiledJoin join, Turn turn, Outbox outbox) {
        this.partition = partition;
        this.join = join;
        this.turn = turn;
        this.outbox = outbox;
        Names names = partition.names();
        number = names.number(join.name());
        streams = join.streams().stream().mapToInt(names::number).toArray();
        taken = new long[streams.length];
        used = new long[streams.length];
        superseded = new long[streams.length];
        held = new long[streams.length];
    }

    /** Takes a message of {@code input} and makes every result that it completes. */
    void take(int input, byte[] key, HeldMessage message, int position) {
        Group group = groups.computeIfAbsent(new Key(key), this::open);
        taken[input]++;
        if (group.side(input).add(message) == Side.Arrival.REPLACED) {
            superseded[input]++;
        }
        while (group.isComplete()) {
            outbox.append(join.output(), result(key, group.complete(), position));
            countUsed();
        }
        memoryBytes += MESSAGE_BYTES + message.body().length;
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
                case ONE -> 1;
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
                turn.epoch(),
                position,
                turn.nowMillis(),
                firstSeen,
                join.name(),
                key,
                "application/json",
                PROPERTIES,
                join.body().of(key, parts),
                null);
    }

    private void flushGroups() {
        groups.values().forEach(group -> group.flush(held));
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
