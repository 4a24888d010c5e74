package io.roundabout.circulation;

import io.roundabout.compute.ComputeTurn;
import io.roundabout.compute.Pieces;
import io.roundabout.join.Owed;
import io.roundabout.join.Rules;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.Turn;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.HeldState;
import io.roundabout.state.Ledger;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import io.roundabout.state.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One turn of one partition of results, in this order: settlements are done, what other rules have no use for is set aside, windows that are over are
 * closed, dead letters are sent back, what was added is taken, pages are read, questions are answered. As {@link PartitionTurn}, which has the messages, it writes to the state only. Confined to one thread.
 */
final class ResultTurn {
    /** Windows of a key that a turn closes in a partition, so that nobody waits long for it. Source: decision 0011. */
    private static final int CLOSED_A_TURN = 10_000;

    /** Results that a turn sets aside in each partition, so that what it changes is of bounded size. */
    private static final int STRANDED_A_TURN = 50_000;

    private final HeldPartition partition;
    private final TurnOrder order;
    private final Outbox outbox;
    private final ComputeTurn computes;
    private final LedgerRow changes = new LedgerRow();

    /** Settles, and closes windows. */
    ResultTurn(HeldState state, Rules rules, Names names, TurnOrder order) {
        partition = HeldPartition.open(state, names, rules, order.nowMillis());
        this.order = order;
        outbox = new Outbox(
                partition,
                new Turn(order.epoch(), order.partition(), order.nowMillis()),
                order.appetite(),
                rules.outputs());
        computes = new ComputeTurn(partition, rules.computes(), outbox);
        order.settlements().forEach(outbox::settle);
        order.subscriptions().asked().forEach(outbox::ask);
        order.subscriptions().behind().forEach(outbox::goOn);
        order.due().lanes().forEach(outbox::look);
        order.stranding().forEach(compute -> computes.strand(compute, STRANDED_A_TURN));
        if (order.due().expiring()) {
            computes.close(CLOSED_A_TURN);
        }
        if (order.redrive() != null) {
            sendBack(order.redrive());
        }
    }

    /** What goes to a stream goes there in a partition of messages. */
    private void sendBack(Redrive redrive) {
        if (redrive.leaving().length > 0) {
            outbox.sendBack(redrive.address(), redrive.leaving());
        }
        for (Redrive.Coming coming : redrive.coming()) {
            if (!(coming instanceof Redrive.ToAddress to)) {
                throw new IllegalStateException("partition " + order.partition() + " has no streams: " + coming);
            }
            outbox.appendAgain(to.address(), StoredMessage.read(to.stored()));
        }
    }

    /** Takes what the partitions of messages added to results of this one, in any order. */
    void take(Pieces added) {
        computes.take(added);
    }

    /**
     * Ends the turn.
     *
     * @throws IllegalStateException if the ledger does not balance: the turn must not be committed, and the hub stops
     */
    PartitionOutcome finish() {
        computes.flush(changes);
        List<Page> pages = new ArrayList<>();
        order.pages().forEach(request -> pages.add(outbox.page(request)));
        outbox.flush(changes);
        Ledger ledger = balance();
        return new PartitionOutcome(
                order.opening() ? outbox.allLanes() : outbox.touchedLanes(),
                pages,
                Map.of(),
                new FoundIds(),
                order.opening() ? outbox.allSubscriptions() : outbox.subscriptions(),
                Owed.NOTHING,
                new Dues(computes.dueMillis(), order.opening() ? outbox.allTimes() : outbox.times()),
                ledger,
                order.answers(partition));
    }

    private Ledger balance() {
        boolean changed = !changes.isEmpty() || outbox.hasEnded();
        if (!changed && !order.opening()) {
            return new Ledger();
        }
        LedgerRow total = LedgerRow.read(partition.rows().get(RowKey.ledger()));
        outbox.forgetEnded(total);
        total.add(changes);
        outbox.requireBalance(total);
        if (changed) {
            partition.rows().put(RowKey.ledger(), total.write());
        }
        return (order.opening() ? total : changes).named(partition.names());
    }
}
