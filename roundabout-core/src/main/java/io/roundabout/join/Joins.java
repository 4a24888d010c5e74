package io.roundabout.join;

import io.roundabout.entrance.FramedMessage;
import io.roundabout.entrance.Waits;
import io.roundabout.outbox.Outbox;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The joins of one state partition during one turn. Results are in the outbox as they are made, so a message that
 * completes very many groups needs no memory for them; what waits is in the state once {@link #flush} was called. Confined
 * to the thread of the turn.
 */
public final class Joins {
    private static final int NO_BATCH = -1;

    private final HeldPartition partition;
    private final Rules rules;
    private final Outbox outbox;
    private final ResultTaker taker;
    private final Cursors cursors;
    private final Waits waits;
    private final @Nullable JoinTurn[] open;
    private int batchEnd = NO_BATCH;

    /**
     * Opens the joins for a turn.
     *
     * @param partition where their rows are
     * @param rules the rules of the turn
     * @param outbox takes the results
     * @param budget completions to make in the turn, beyond the first of each message; what is beyond is owed
     */
    public Joins(HeldPartition partition, Rules rules, Outbox outbox, int budget) {
        this(partition, rules, outbox, budget, ResultTaker.NOBODY);
    }

    /** Opens the joins for a turn, with somebody who takes what they make. */
    public Joins(HeldPartition partition, Rules rules, Outbox outbox, int budget, ResultTaker taker) {
        this.partition = partition;
        this.rules = rules;
        this.outbox = outbox;
        this.taker = taker;
        cursors = new Cursors(partition.rows(), budget);
        waits = new Waits(outbox.turn().partition());
        open = new @Nullable JoinTurn[rules.joins().size()];
    }

    /**
     * Makes what earlier turns owe, oldest first, as much as the budget allows. To be called before messages are taken, so
     * that results of a key stay in order.
     */
    public void goOn() {
        while (!cursors.isEmpty() && cursors.hasBudget()) {
            Cursor oldest = cursors.oldest();
            if (oldest.owed() > 0) {
                cursors.reach(join(rules.joins().indexOf(owing(oldest))).goOn(oldest));
            } else {
                // Passing it over costs something too.
                cursors.spend();
                cursors.reach(oldest);
            }
        }
    }

    private CompiledJoin owing(Cursor cursor) {
        return partition
                .names()
                .name(cursor.join())
                .flatMap(name -> rules.joins().stream()
                        .filter(join -> join.name().equals(name))
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException(
                        "join " + cursor.join() + " owes results, and there is no such join any more"));
    }

    /**
     * Gives a message to every join that takes its stream, and to each a copy of its own.
     *
     * @param stream name of the message's stream
     * @param key the message's key, UTF-8
     * @param message the message
     * @param position place in the order of arrival within the turn, from 0
     */
    public void take(String stream, byte[] key, FramedMessage message, int position) {
        byte[] id = message.id() == null ? null : message.id().utf8();
        batchEnd = batchEnd == NO_BATCH ? NO_BATCH : position;
        HeldMessage held = new HeldMessage(outbox.turn().nowMillis(), message.format(), message.body(), id);
        for (Rules.Taker taker : rules.takersOf(stream)) {
            JoinTurn turn = join(taker.join());
            turn.follow(message.trace());
            long cursor = turn.take(taker.input(), key, held, position);
            turn.follow(null);
            if (cursor != Cursors.NONE) {
                waits.add(position, cursor);
            }
        }
    }

    /** Begins a batch: the messages taken until {@link #endBatch} are seen by their groups at once. */
    public void beginBatch() {
        if (batchEnd != NO_BATCH) {
            throw new IllegalStateException("a batch inside a batch");
        }
        batchEnd = 0;
        opened().forEach(JoinTurn::begin);
    }

    /** Ends a batch: the groups that its messages came to are judged, in the order in which it first came to each. */
    public void endBatch() {
        int position = batchEnd;
        batchEnd = NO_BATCH;
        TreeMap<Integer, Long> waiting = new TreeMap<>();
        opened().forEach(join -> join.end(position, (first, cursor) -> waiting.merge(first, cursor, Math::max)));
        waiting.forEach(waits::add);
    }

    /**
     * Lets go what is held too long, in the order in which it is due. To be called after {@link #goOn} and before messages
     * are taken.
     *
     * @param most groups and messages let go; what is beyond is left to a later turn
     */
    public void expire(int most) {
        expiry().run(outbox.turn().nowMillis(), most);
    }

    /**
     * Returns when something is due, or a time before that, in hub time, milliseconds since 1970; {@link Long#MAX_VALUE} if
     * nothing is held for a time only. After {@link #flush}, which enters what came.
     */
    public long nextDueMillis() {
        return expiry().nextDueMillis();
    }

    /**
     * Sets aside what a join holds, as dead letters of its own. To be called while nothing is owed, before messages are taken.
     *
     * @param name name of a join of the rules; of any other nothing is held
     * @param most groups set aside; what is beyond is left to a later turn
     */
    public void strand(String name, int most) {
        named(name).forEach(join -> join.strand(most));
    }

    /**
     * Counts no key of a join as full any more; one that still is, is counted again when it is touched next. To be called while
     * nothing is owed, before messages are taken.
     *
     * @param name name of a join of the rules; of any other nothing is counted
     * @param most keys at most; what is beyond is left to a later turn
     */
    public void recount(String name, int most) {
        named(name).forEach(join -> join.recount(most));
    }

    private Stream<JoinTurn> named(String name) {
        return IntStream.range(0, open.length)
                .filter(i -> rules.joins().get(i).name().equals(name))
                .mapToObj(this::join);
    }

    private Expiry expiry() {
        List<JoinTurn> timed = new ArrayList<>();
        for (int i = 0; i < open.length; i++) {
            if (rules.joins().get(i).isTimed()) {
                timed.add(join(i));
            }
        }
        return new Expiry(timed);
    }

    private JoinTurn join(int index) {
        JoinTurn join = open[index];
        if (join == null) {
            join = new JoinTurn(partition, rules.joins().get(index), outbox, cursors, taker);
            if (batchEnd != NO_BATCH) {
                join.begin();
            }
            open[index] = join;
        }
        return join;
    }

    /** Writes what waits and adds the counts of the turn to {@code ledger}. Called once. */
    public void flush(LedgerRow ledger) {
        opened().forEach(join -> join.flush(ledger));
        cursors.flush();
    }

    /** Returns what the partition owes as far as this turn looked or added to it, and which messages wait for it. */
    public Owed owed() {
        return new Owed(cursors.doneBefore(), cursors.areOwed(), waits);
    }

    /**
     * Checks that every message ever taken by the joins of this turn is held or accounted for.
     *
     * @param total the ledger of the partition, this turn included
     * @throws IllegalStateException if it is not: held state is damaged, or we have a bug
     */
    public void requireBalance(LedgerRow total) {
        opened().forEach(join -> join.requireBalance(total));
    }

    private Stream<JoinTurn> opened() {
        return Arrays.stream(open).filter(Objects::nonNull);
    }
}
