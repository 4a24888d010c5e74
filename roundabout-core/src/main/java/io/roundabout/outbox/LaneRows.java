package io.roundabout.outbox;

import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.HeldState;
import io.roundabout.state.Ids;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A lane during one turn: its rows are in the state at once, its head row once it is flushed. Confined to the turn. */
final class LaneRows implements OpenLane {
    /** Numbers without a message that are passed over to find the oldest. */
    private static final int MOST_PASSED = 16;

    private final HeldState state;
    private final Ids ids;
    private final Lane lane;
    private final int address;
    private final FreshRows fresh;
    private final AttemptRows attempts;
    private final Departed departed = new Departed();
    private final List<Long> superseded = new ArrayList<>();

    private long head;
    private long next;
    private long held;
    private long identified;
    private final long headBefore;
    private final long nextBefore;
    private final boolean emptyBefore;
    private long removedUpTo;
    private boolean touched;

    /** @param appetite bytes of fresh messages to hand over */
    LaneRows(HeldPartition partition, Lane lane, int address, int appetite) {
        this.state = partition.rows();
        this.ids = partition.ids();
        this.lane = lane;
        this.address = address;
        LaneHead stored = LaneHead.read(state.get(RowKey.lane(address)));
        head = stored.head();
        next = stored.next();
        held = stored.held();
        identified = stored.identified();
        attempts = new AttemptRows(state, address, stored.attempted());
        fresh = new FreshRows(appetite);
        headBefore = head;
        nextBefore = next;
        emptyBefore = held == 0;
        removedUpTo = head;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public boolean isTouched() {
        return touched;
    }

    @Override
    public boolean isUsed() {
        return next > 0;
    }

    @Override
    public boolean isEmpty() {
        return held == 0;
    }

    @Override
    public First first() {
        return emptyBefore ? First.NOW : First.BEFORE;
    }

    @Override
    public @Nullable Standing firstFrom(long from) {
        byte[] stored = held == 0 || from >= next ? null : state.get(RowKey.message(address, from));
        if (stored != null) {
            return new Standing(from, StoredMessage.createdMillisOf(stored));
        }
        RowReading passed = reading(0);
        if (held > 0) {
            passed.read(from, next);
        }
        return passed.ended() ? firstFrom(passed.left()) : null;
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public long next() {
        return next;
    }

    /** Adds a message at the end; returns the bytes it is stored as. */
    byte[] append(StoredMessage message) {
        byte[] stored = message.write();
        identified += message.id() == null ? 0 : 1;
        state.put(RowKey.message(address, next), stored);
        fresh.offer(next, stored);
        next++;
        held++;
        touched = true;
        return stored;
    }

    /** Where the lane has no holes and no ids, nothing is read: a get costs more than the removal. */
    @Override
    public void accept(long first, long last) {
        if (held < next - head || identified > 0) {
            remove(first, last, Counter.ACCEPTED, Taker.NOBODY);
            return;
        }
        long end = Math.min(last, next - 1);
        long begin = Math.max(first, head);
        for (long number = begin; number <= end; number++) {
            remove(number);
        }
        departed.add(Counter.ACCEPTED, Math.max(0, end - begin + 1));
    }

    @Override
    public void remove(long first, long last, Counter way, Taker taker) {
        forEachHeld(first, last, (number, stored) -> {
            remove(number, stored);
            departed.add(way, 1);
            taker.take(stored);
        });
    }

    /**
     * Removes a message because a newer one takes its place; does nothing if it is gone. The head passes over what is not there,
     * by two each time: a lane that nobody collects from must not become longer and longer.
     */
    void supersede(long number) {
        long before = held;
        remove(number, number, Counter.SUPERSEDED, Taker.NOBODY);
        if (held < before && superseded.size() < LaneReport.MOST_GONE) {
            superseded.add(number);
        }
        for (int i = 0; i < 2 && head < next && state.get(RowKey.message(address, head)) == null; i++) {
            head++;
        }
        touched = true;
    }

    /**
     * Removes dead letters that are sent back, and moves the head past those that stood there.
     *
     * @param numbers ascending, at least one
     * @throws IllegalStateException if one of them is not held: it would be doubled
     */
    void sendBack(long[] numbers) {
        for (long number : numbers) {
            byte[] stored = state.get(RowKey.message(address, number));
            if (stored == null) {
                throw new IllegalStateException(
                        "message " + number + " of lane " + lane + " is to be sent back and is not there");
            }
            remove(number, stored);
            departed.add(Counter.REDRIVEN, 1);
        }
        long end = numbers[numbers.length - 1] + 1;
        RowReading left = reading(0).read(head, end);
        advanceHead(left.ended() ? left.left() : end);
    }

    @Override
    public void fail(long first, long last) {
        forEachHeld(first, last, (number, stored) -> attempts.count(number));
    }

    @Override
    public void advanceHead(long wanted) {
        touched = true;
        long to = held == 0 ? next : Math.min(Math.max(head, wanted), next);
        // Millions may have gone while the first was in work: pages are scanned, not numbers looked up.
        RowReading passed = reading(0);
        if (held > 0) {
            passed.read(Math.max(head, removedUpTo), to);
        }
        if (passed.ended()) {
            throw new IllegalStateException("lane " + lane + " holds message " + passed.left()
                    + ", but its head is to be " + to + " of " + next);
        }
        head = to;
    }

    private void forEachHeld(long first, long last, RowVisitor action) {
        long end = Math.min(last, next - 1);
        for (long number = Math.max(first, head); number <= end; number++) {
            byte[] stored = state.get(RowKey.message(address, number));
            if (stored != null) {
                action.visit(number, stored);
            }
        }
    }

    private interface RowVisitor {
        void visit(long number, byte[] stored);
    }

    private void remove(long number, byte[] stored) {
        remove(number);
        if (StoredMessage.hasId(stored)) {
            StoredMessage message = StoredMessage.read(stored);
            ids.left(address, message.key(), Objects.requireNonNull(message.id()));
            identified--;
        }
    }

    private void remove(long number) {
        state.remove(RowKey.message(address, number));
        held--;
        removedUpTo += number == removedUpTo ? 1 : 0;
        attempts.forget(number);
    }

    @Override
    public Page page(PageRequest request) {
        long until = Math.min(request.until(), next);
        return reading(request.maxBytes())
                .read(Math.max(request.from(), head), until)
                .page(request, until);
    }

    private RowReading reading(int maxBytes) {
        return new RowReading(state, address, attempts, number -> true, maxBytes);
    }

    @Override
    public LaneReport report() {
        return fresh.report(
                        lane,
                        head,
                        next,
                        superseded.stream().mapToLong(Long::longValue).toArray())
                .since(oldestMillis());
    }

    /** Looks only where the head moved, or nothing is known, and not far: a newer message may have taken the place of very many. */
    private long oldestMillis() {
        if (held == 0) {
            return LaneReport.NONE_HELD;
        }
        if (touched && head == headBefore && !emptyBefore) {
            return LaneReport.OLDEST_AS_BEFORE;
        }
        for (long number = head; number < Math.min(next, head + MOST_PASSED); number++) {
            byte[] stored = state.get(RowKey.message(address, number));
            if (stored != null) {
                return StoredMessage.createdMillisOf(stored);
            }
        }
        return LaneReport.OLDEST_AS_BEFORE;
    }

    @Override
    public void flush(LedgerRow ledger) {
        state.put(RowKey.lane(address), new LaneHead(head, next, held, attempts.messages(), identified).write());
        LedgerLine line = LedgerLine.of(address);
        ledger.add(line, Counter.MADE, next - nextBefore);
        departed.flush(line, ledger);
    }

    @Override
    public void requireBalance(LedgerRow total) {
        Departed.requireBalance(lane, LedgerLine.of(address), held, total);
    }
}
