package io.roundabout.join;

import io.roundabout.join.Cursor.Behind;
import io.roundabout.outbox.Outbox;
import io.roundabout.pipeline.Otherwise;
import io.roundabout.state.Counter;
import io.roundabout.state.DeadlineQueue;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerRow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One join of a partition during one turn. Confined to the turn. */
final class JoinTurn {
    /** Estimated bytes of groups and messages in memory at which they are flushed early. */
    private static final long MEMORY_BYTES = 32L << 20;

    /** What is owed, and what is due, is made before anything that arrives. */
    static final int BEFORE_ARRIVALS = 0;

    private static final int MESSAGE_BYTES = 64;

    private final JoinRows rows;
    private final CompiledJoin join;
    private final Cursors cursors;
    private final Groups groups;
    private final JoinResults results;
    private final Judging judging;
    private final JoinCounts counts;
    private final Leaving leaving;

    /** Groups that messages of the open batch came to, in that order, and the position of the first. */
    private final Map<Group, Integer> touched = new LinkedHashMap<>();

    private boolean inBatch;

    JoinTurn(HeldPartition partition, CompiledJoin join, Outbox outbox, Cursors cursors, ResultTaker taker) {
        this.join = join;
        this.cursors = cursors;
        rows = JoinRows.open(partition, join);
        groups = new Groups(rows, cursors);
        results = new JoinResults(join, outbox, taker);
        judging = new Judging(join, outbox.turn().nowMillis());
        counts = new JoinCounts(rows);
        leaving = new Leaving(join, results, counts);
    }

    /**
     * Takes a message of {@code input} and makes the results that it completes: one, and more while the turn has budget. A
     * group that owes some already makes none before those. In a batch none is made before its end.
     *
     * @return number of the cursor that the message waits for, or {@link Cursors#NONE}; in a batch its end tells
     */
    long take(int input, byte[] key, HeldMessage message, int position) {
        Group group = groups.of(key);
        counts.add(Counter.IN, input, 1);
        long cursor;
        if (!join.isCounted() && group.isOwing()) {
            cursor = standBehind(group, input, message);
        } else {
            add(group, input, message);
            cursor = inBatch ? Cursors.NONE : judge(group, position);
        }
        if (inBatch) {
            touched.putIfAbsent(group, position);
        }
        remember(group, MESSAGE_BYTES + message.body().length);
        return inBatch ? Cursors.NONE : cursor;
    }

    /** Says which trace the message is part of that is taken next: what it completes is part of it too. */
    void follow(@Nullable String trace) {
        results.follow(trace);
    }

    private void add(Group group, int input, HeldMessage message) {
        if (group.add(input, message) == Side.Arrival.REPLACED) {
            counts.add(Counter.SUPERSEDED, input, 1);
        }
    }

    /** Has the messages of a batch seen by their groups at once. */
    void begin() {
        inBatch = true;
    }

    /**
     * Judges the groups that messages of the batch came to.
     *
     * @param position of the last message of the batch
     * @param waits takes the position of the first message of a group that owes then, and the cursor it waits for
     */
    void end(int position, Waits waits) {
        inBatch = false;
        touched.forEach((group, first) -> {
            long cursor = !join.isCounted() && group.isOwing() ? owe(group) : judge(group, position);
            if (cursor != Cursors.NONE) {
                waits.add(first, cursor);
            }
            groups.remember(group, 0);
            if (groups.memoryBytes() > MEMORY_BYTES) {
                group.forgetRead();
            }
        });
        touched.clear();
        flushIfLarge();
    }

    /** Takes messages that wait for a cursor. */
    interface Waits {
        /** Takes one. */
        void add(int position, long cursor);
    }

    /** Makes what the group is complete for, as far as the turn goes, and returns the cursor that stands for the rest. */
    private long judge(Group group, int position) {
        if (join.isCounted()) {
            boolean inOrder = !group.isOwing();
            boolean owes = group.countOwed() > 0;
            boolean goesOn = inOrder && owes;
            while (goesOn) {
                makeOne(group, position);
                owes = group.countOwed() > 0;
                goesOn = owes && cursors.spend();
            }
            return owes ? group.cursor(cursors) : Cursors.NONE;
        }
        return makeAll(group, position) ? Cursors.NONE : owe(group);
    }

    /** The first completion is not counted; returns whether the group is complete no more. */
    private boolean makeAll(Group group, int position) {
        boolean complete = isComplete(group);
        boolean goesOn = complete;
        while (goesOn) {
            end(group, position);
            complete = isComplete(group);
            goesOn = complete && cursors.spend();
        }
        return !complete;
    }

    private void makeOne(Group group, int position) {
        if (isTooLarge(group)) {
            leaving.tooLarge(group, position);
        } else {
            make(group.complete(), position);
        }
    }

    /** One that is too large to be judged ends as well. */
    private boolean isComplete(Group group) {
        return (join.isJudgedByBodies() && isTooLarge(group)) || judging.isComplete(group);
    }

    private boolean isTooLarge(Group group) {
        return group.isLarger(Judging.MOST_BYTES);
    }

    /** Puts a cursor behind all others that has the group judged again. */
    private long owe(Group group) {
        return standBehind(group, Cursor.owing(rows.number(), group.key(), 1));
    }

    private long standBehind(Group group, int input, HeldMessage message) {
        counts.held()[input]++;
        Behind behind = new Behind(rows.streams()[input], !inBatch, message);
        return standBehind(group, new Cursor(rows.number(), group.key(), 1, behind));
    }

    private long standBehind(Group group, Cursor cursor) {
        long number = cursors.add();
        cursors.write(number, cursor);
        group.standBehindOneMore();
        return number;
    }

    /** Makes what the oldest cursor stands for, as far as the budget allows, and returns what it stands for then. */
    Cursor goOn(Cursor cursor) {
        Group group = groups.of(cursor.key());
        Cursor left = join.isCounted() ? makeOwed(group, cursor) : catchUp(group, cursor);
        remember(group, 0);
        return left;
    }

    private Cursor makeOwed(Group group, Cursor cursor) {
        long owed = cursor.owed();
        while (owed > 0 && cursors.spend()) {
            if (!group.isOwing()) {
                throw new IllegalStateException(
                        "a cursor of join '" + join.name() + "' owes " + owed + " results that its group cannot make");
            }
            make(group.completeOwed(), BEFORE_ARRIVALS);
            owed--;
        }
        return Cursor.owing(rows.number(), cursor.key(), owed);
    }

    private Cursor catchUp(Group group, Cursor cursor) {
        Behind behind = cursor.behind();
        if (behind != null) {
            int input = rows.inputOf(behind.stream());
            counts.held()[input]--;
            add(group, input, behind.message());
            cursors.spend();
        }
        boolean owes = behind == null || behind.judged();
        while (owes && isComplete(group) && cursors.spend()) {
            end(group, BEFORE_ARRIVALS);
        }
        owes = owes && isComplete(group);
        if (!owes) {
            group.standBehindOneLess();
        }
        return Cursor.owing(rows.number(), cursor.key(), owes ? 1 : 0);
    }

    /** Ends a group that was judged to be complete. */
    private void end(Group group, int position) {
        String failure = judging.failure();
        if (isTooLarge(group)) {
            leaving.tooLarge(group, position);
        } else if (failure == null) {
            make(group.complete(), position);
        } else {
            leaving.failed(group.end(), failure, position);
        }
    }

    private void make(Front front, int position) {
        results.complete(front, judging.body(front), position);
        countUsed(front);
    }

    private void countUsed(Front front) {
        for (int i = 0; i < rows.inputs(); i++) {
            counts.add(Counter.USED, i, join.isConsumed(i) ? front.count(i) : 0);
        }
    }

    /** Returns the deadlines of an input. */
    InputDeadlines deadlines(int input) {
        return rows.deadlines()[input];
    }

    int inputs() {
        return rows.inputs();
    }

    /**
     * Lets a message go whose time is over, alone or with its group.
     *
     * @return whether that was possible; if not, its group owes completions, which come first
     */
    boolean expire(int input, DeadlineQueue.Entry due) {
        Group group = groups.of(due.key());
        if (group.isOwing()) {
            return false;
        }
        if (!group.side(input).holds(due.sequence())) {
            throw new IllegalStateException("a message of join '" + join.name() + "', input '"
                    + join.streams().get(input) + "' is due and not held");
        }
        if (join.times().get(input).endsGroup()) {
            while (group.side(input).holds(due.sequence())) {
                endGroup(group);
            }
        } else {
            leaving.expire(group, input, due.sequence());
        }
        judge(group, BEFORE_ARRIVALS);
        remember(group, 0);
        return true;
    }

    private void endGroup(Group group) {
        if (join.otherwise() == Otherwise.PARTIAL) {
            if (isTooLarge(group)) {
                leaving.tooLarge(group, BEFORE_ARRIVALS);
                return;
            }
            judging.judgeAtDeadline(group);
            String failure = judging.failure();
            if (failure != null) {
                leaving.failed(group.end(), failure, BEFORE_ARRIVALS);
                return;
            }
            if (!judging.isWaiting()) {
                Front front = group.complete();
                results.timeout(front, judging.body(front), BEFORE_ARRIVALS);
                countUsed(front);
                return;
            }
        }
        leaving.timeOver(group);
    }

    /**
     * Sets everything aside that the join holds, because the rules to come have no use for it. There must be no cursors.
     *
     * @param most groups set aside; what is beyond is left to a later turn
     */
    void strand(int most) {
        for (byte[] key : groups.keys(most)) {
            Group group = groups.of(key);
            leaving.strand(group);
            remember(group, 0);
        }
    }

    /**
     * Counts no key as full any more, because the rules to come have another bound. To be called before messages are taken.
     *
     * @param most keys at most; what is beyond is left to a later turn
     */
    void recount(int most) {
        groups.recount(most, counts);
    }

    private void remember(Group group, int bytes) {
        groups.remember(group, bytes);
        flushIfLarge();
    }

    /** Not within a batch: its groups are not judged yet. */
    private void flushIfLarge() {
        if (groups.memoryBytes() > MEMORY_BYTES && !inBatch) {
            groups.flush(counts);
        }
    }

    /** Writes what waits and adds the counts of the turn. */
    void flush(LedgerRow ledger) {
        groups.flush(counts);
        for (InputDeadlines deadlines : rows.deadlines()) {
            deadlines.flush();
        }
        counts.flush(ledger);
    }

    /** Checks that every message ever taken is held or gone in a way that is counted. */
    void requireBalance(LedgerRow total) {
        counts.requireBalance(total);
    }
}
