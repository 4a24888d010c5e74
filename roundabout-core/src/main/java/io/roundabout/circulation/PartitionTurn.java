package io.roundabout.circulation;

import io.roundabout.RefusalCode;
import io.roundabout.circulation.PartitionOutcome.SessionRow;
import io.roundabout.compute.Arrival;
import io.roundabout.compute.Contributions;
import io.roundabout.compute.PieceWriter;
import io.roundabout.entrance.BatchRange;
import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.DuplicateId;
import io.roundabout.entrance.FramedMessage;
import io.roundabout.entrance.RefusedMessage;
import io.roundabout.entrance.RefusedMessage.Kept;
import io.roundabout.entrance.SessionProgress;
import io.roundabout.entrance.SliceReader;
import io.roundabout.join.Joins;
import io.roundabout.join.Rules;
import io.roundabout.outbox.MailboxMessages;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.Turn;
import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.HeldState;
import io.roundabout.state.Ids;
import io.roundabout.state.Ledger;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import io.roundabout.state.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One turn of one state partition, in this order: what the turn before refused because of its id is noted, sessions are
 * looked up as the turn found them, settlements are done, what is owed is made, what is held too long is let go, dead letters
 * are sent back, slices are taken, what waits is written, pages are read, lanes are reported, questions are answered. Writes to
 * the state only; whoever owns the
 * state commits it. Confined to one thread.
 *
 * <p>A message goes from {@link #take} either to the outbox (mailbox, refused) or to the joins, and from there as part of a
 * result to the outbox. Computes take a copy of either.
 */
final class PartitionTurn {
    /** Place of what is sent back, in the order of arrival: before everything that arrives, and nobody waits for it. */
    private static final int BEFORE_ARRIVALS = -1;

    /** Groups and messages that a turn lets go for want of time, so that no mass of them holds up all others. */
    private static final int EXPIRED_A_TURN = 10_000;

    /** Keys that a turn counts as full no more in each partition, as a change of the rules asks. */
    private static final int RECOUNTED_A_TURN = 50_000;

    /** Groups that a turn sets aside in each partition, so that what it changes is of bounded size. */
    private static final int STRANDED_A_TURN = 50_000;

    private final HeldPartition partition;
    private final Rules rules;
    private final TurnOrder order;
    private final Outbox outbox;
    private final Joins joins;
    private final MailboxMessages mailboxes;
    private final Contributions contributions;
    private final SessionRows sessions;
    private final Map<String, SessionRow> greeted = new LinkedHashMap<>();
    private final FoundIds found = new FoundIds();
    private final TakenMessages taken = new TakenMessages();
    private final TakenBytes bytes = new TakenBytes();
    private final LedgerRow changes = new LedgerRow();

    /**
     * Looks up sessions, settles, and goes on with what is owed.
     *
     * @param added takes what the turn adds to results, until it is {@linkplain #finish finished}
     */
    PartitionTurn(HeldState state, Rules rules, Names names, TurnOrder order, PieceWriter added) {
        partition = HeldPartition.open(state, names, rules, order.nowMillis());
        this.rules = rules;
        this.order = order;
        Turn turn = new Turn(order.epoch(), order.partition(), order.nowMillis());
        outbox = new Outbox(partition, turn, order.appetite(), rules.outputs());
        contributions = new Contributions(partition, rules.computes(), outbox, order.endedMillis(), added);
        joins = new Joins(partition, rules, outbox, order.completions(), contributions::take);
        mailboxes = new MailboxMessages(outbox, turn);
        sessions = new SessionRows(state, order.nowMillis());
        order.refusals().forEach(sessions::refuse);
        order.greetings().forEach(session -> sessions.find(session).ifPresent(row -> greeted.put(session, row)));
        order.settlements().forEach(outbox::settle);
        order.subscriptions().asked().forEach(outbox::ask);
        order.subscriptions().behind().forEach(outbox::goOn);
        if (order.opening() || order.owing()) {
            joins.goOn();
        }
        order.stranding().forEach(join -> joins.strand(join, STRANDED_A_TURN));
        order.recounting().forEach(join -> joins.recount(join, RECOUNTED_A_TURN));
        order.due().lanes().forEach(outbox::look);
        if (order.due().expiring()) {
            joins.expire(EXPIRED_A_TURN);
        }
        if (order.redrive() != null) {
            sendBack(order.redrive());
        }
    }

    private void sendBack(Redrive redrive) {
        if (redrive.leaving().length > 0) {
            outbox.sendBack(redrive.address(), redrive.leaving());
        }
        for (Redrive.Coming coming : redrive.coming()) {
            if (coming instanceof Redrive.ToAddress to) {
                StoredMessage message = StoredMessage.read(to.stored());
                outbox.appendAgain(to.address(), message);
                weigh(to.address(), message.body());
            } else if (coming instanceof Redrive.ToStream to) {
                new Returning(redrive.address(), to).take();
            }
        }
    }

    /**
     * Takes the partition's slice of a cut. Cuts are taken in order.
     *
     * @param cut index of the cut in the turn
     * @param place what the positions and streams of the slice's messages refer to
     * @param slice what the entrance wrote
     * @throws IllegalArgumentException if the slice is damaged
     */
    void take(int cut, CutPlace place, byte[] slice) {
        Arrivals arrivals = new Arrivals(cut, place);
        SliceReader.read(slice, arrivals);
        arrivals.batches.leave();
    }

    /**
     * Ends the turn.
     *
     * @throws IllegalStateException if the ledger does not balance: the turn must not be committed, and the hub stops
     */
    PartitionOutcome finish() {
        joins.flush(changes);
        contributions.flush(changes);
        sessions.flush();
        List<Page> pages = new ArrayList<>();
        order.pages().forEach(request -> pages.add(outbox.page(request)));
        outbox.flush(changes);
        Ledger ledger = balance();
        return new PartitionOutcome(
                order.opening() ? outbox.allLanes() : outbox.touchedLanes(),
                pages,
                greeted,
                found,
                order.opening() ? outbox.allSubscriptions() : outbox.subscriptions(),
                joins.owed(),
                new Dues(joins.nextDueMillis(), order.opening() ? outbox.allTimes() : outbox.times()),
                ledger,
                order.answers(partition));
    }

    private void weigh(String stream, byte[] body) {
        if (rules.isWeighed(stream)) {
            bytes.add(partition.names().number(stream), body.length);
        }
    }

    private Ledger balance() {
        taken.flush(partition.names(), changes);
        boolean changed = !changes.isEmpty() || outbox.hasEnded();
        if (!changed && !order.opening()) {
            return new Ledger();
        }
        LedgerRow total = LedgerRow.read(partition.rows().get(RowKey.ledger()));
        outbox.forgetEnded(total);
        bytes.count(total, changes);
        total.add(changes);
        joins.requireBalance(total);
        outbox.requireBalance(total);
        if (changed) {
            partition.ids().flush();
            partition.rows().put(RowKey.ledger(), total.write());
        }
        return (order.opening() ? total : changes).named(partition.names());
    }

    /** Takes what a slice holds. */
    private class Arrivals implements SliceReader.Visitor {
        private final int cut;
        private final List<String> streams;
        private final int basePosition;
        private final Map<BatchRange, Integer> voids;
        private final BatchWalk batches;

        Arrivals(int cut, CutPlace place) {
            this.cut = cut;
            this.streams = place.streams();
            this.voids = place.voids();
            this.basePosition = place.basePosition();
            this.batches = new BatchWalk(place.batches(), joins::beginBatch, joins::endBatch);
        }

        @Override
        public void message(FramedMessage message) {
            batches.reach(message.position());
            Integer toBlame = voids.get(batches.batch());
            if (toBlame != null) {
                refuseInVoid(message, toBlame);
                return;
            }
            String stream = streams.get(message.stream());
            int position = basePosition + message.position();
            byte[] key = message.key();
            if (!rules.takes(stream, message.format(), message.body())) {
                // It was never taken, so its id is not looked up either.
                taken.add(stream, message.body());
                changes.add(LedgerLine.of(partition.names().number(stream)), Counter.FILTERED, 1);
                return;
            }
            boolean mailbox = rules.isMailbox(stream);
            if (rules.isJoined(stream) && key == null) {
                // The door refuses these where a key is declared, so this is for a pipeline that joins keyless
                // messages.
                refuse(message, RefusalCode.NO_KEY, "a join takes stream '" + stream + "', and a join needs a key");
                return;
            }
            if (message.id() != null && !isNew(stream, message, message.id())) {
                return;
            }
            if (mailbox) {
                mailboxes.pass(stream, message, position);
            } else {
                if (key != null) {
                    joins.take(stream, key, message, position);
                }
                contributions.take(stream, arrival(message, key, position, order.nowMillis()));
                mailboxes.copy(stream, message, position);
            }
            taken.add(stream, message.body());
            weigh(stream, message.body());
        }

        private static Arrival arrival(FramedMessage message, byte @Nullable [] key, int position, long nowMillis) {
            byte[] id = message.id() == null ? null : message.id().utf8();
            return new Arrival(
                    key, message.format(), MailboxMessages.typeOf(message), message.body(), id, position, nowMillis);
        }

        private boolean isNew(String stream, FramedMessage message, DuplicateId id) {
            Ids.Finding finding =
                    partition.ids().meet(stream, message.key(), id.utf8(), message.body(), rules.placesOf(stream));
            switch (finding) {
                case NEW -> {}
                case DUPLICATE -> {
                    tellDuplicate(id);
                    changes.add(LedgerLine.of(partition.names().number(stream)), Counter.DUPLICATES, 1);
                }
                case CONFLICT -> {
                    refuseConflict(message, id);
                    BatchRange batch = batches.batch();
                    if (batch != null) {
                        found.spoils(new VoidBatch(cut, batch, message.position(), id.number()));
                    }
                }
            }
            return finding == Ids.Finding.NEW;
        }

        /** Of a batch that is void nobody hears more than of the one message that made it so. */
        private void refuseInVoid(FramedMessage message, int toBlame) {
            if (message.position() == toBlame && message.id() != null) {
                refuseConflict(message, message.id());
            }
        }

        private void refuseConflict(FramedMessage message, DuplicateId id) {
            tellConflict(id);
            refuse(message, RefusalCode.CONFLICT, FoundIds.CONFLICT);
        }

        void tellDuplicate(DuplicateId id) {
            found.duplicate(cut, id);
        }

        void tellConflict(DuplicateId id) {
            found.conflict(cut, id);
        }

        private void refuse(FramedMessage message, RefusalCode code, String detail) {
            if (!keepsRefused(streams.get(message.stream()))) {
                return;
            }
            Kept kept = message.format() == BodyFormat.JSON ? Kept.JSON : Kept.WHOLE;
            refused(new RefusedMessage(message.position(), message.stream(), code, detail, "", kept, message.body()));
        }

        /** As at the door, which has not passed on what it refused of such a stream. */
        boolean keepsRefused(String stream) {
            return rules.keepsRefused(stream);
        }

        @Override
        public void refused(RefusedMessage message) {
            String stream = streams.get(message.stream());
            mailboxes.setAside(stream, message, basePosition + message.position());
            changes.add(LedgerLine.of(partition.names().number(stream)), Counter.REFUSED, 1);
        }

        @Override
        public void session(SessionProgress progress) {
            sessions.progress(progress);
        }
    }

    /** Takes a dead letter that comes back to its stream. Its vehicle left long ago, so nobody is told what becomes of it. */
    private final class Returning extends Arrivals {
        private static final int NO_SESSION = -1;

        private final String address;
        private final Redrive.ToStream back;
        private final StoredMessage letter;

        Returning(String address, Redrive.ToStream back) {
            super(NO_SESSION, new CutPlace(List.of(back.stream())));
            this.address = address;
            this.back = back;
            this.letter = StoredMessage.read(back.letter());
        }

        void take() {
            DuplicateId id = back.id() == null ? null : new DuplicateId(back.id(), NO_SESSION, 0);
            String trace = letter.properties().get(StoredMessage.TRACE);
            message(new FramedMessage(
                    BEFORE_ARRIVALS, 0, back.format(), back.key(), id, null, null, trace, letter.body()));
        }

        @Override
        void tellDuplicate(DuplicateId id) {}

        @Override
        void tellConflict(DuplicateId id) {}

        /** It was kept before. */
        @Override
        boolean keepsRefused(String stream) {
            return true;
        }

        /** It was counted as refused when it came first. */
        @Override
        public void refused(RefusedMessage message) {
            Map<String, String> properties = new LinkedHashMap<>(letter.properties());
            properties.put("reason", message.code().word());
            properties.put("detail", message.detail());
            outbox.appendAgain(address, letter.withProperties(properties));
        }
    }
}
