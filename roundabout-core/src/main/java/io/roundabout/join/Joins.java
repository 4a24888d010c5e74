package io.roundabout.join;

import io.roundabout.entrance.FramedMessage;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.Turn;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerRow;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The joins of one state partition during one turn. Results are in the outbox as they are made, so a message that
 * completes very many groups needs no memory for them; what waits is in the state once {@link #flush} was called. Confined
 * to the thread of the turn.
 */
public final class Joins {
    private final HeldPartition partition;
    private final Rules rules;
    private final Turn turn;
    private final Outbox outbox;
    private final @Nullable JoinTurn[] open;

    /**
     * Opens the joins for a turn.
     *
     * @param partition where their rows are
     * @param rules the rules of the turn
     * @param turn where and when
     * @param outbox takes the results
     */
    public Joins(HeldPartition partition, Rules rules, Turn turn, Outbox outbox) {
        this.partition = partition;
        this.rules = rules;
        this.turn = turn;
        this.outbox = outbox;
        open = new @Nullable JoinTurn[rules.joins().size()];
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
        HeldMessage held = new HeldMessage(turn.nowMillis(), message.format(), message.body(), id);
        List<Rules.Taker> takers = rules.takersOf(stream);
        for (Rules.Taker taker : takers) {
            join(taker.join()).take(taker.input(), key, held, position);
        }
    }

    private JoinTurn join(int index) {
        JoinTurn join = open[index];
        if (join == null) {
            join = new JoinTurn(partition, rules.joins().get(index), turn, outbox);
            open[index] = join;
        }
        return join;
    }

    /** Writes what waits and adds the counts of the turn to {@code ledger}. Called once. */
    public void flush(LedgerRow ledger) {
        opened().forEach(join -> join.flush(ledger));
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
