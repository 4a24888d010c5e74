package io.roundabout.outbox;

import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.HeldState;
import io.roundabout.state.Ids;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.RowKey;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A lane during one turn: its rows are in the state at once, its head row once it is flushed. Confined to the turn. */
final class LaneRows {
    private static final byte ATTEMPTS_VERSION = 1;

    private final HeldState state;
    private final Ids ids;
    private final Lane lane;
    private final int address;
    private final HeldRows.Builder fresh = new HeldRows.Builder();
    private final int appetite;

    private long head;
    private long next;
    private long held;
    private long attempted;
    private long identified;
    private final long nextBefore;
    private long removedUpTo;
    private boolean full;
    private boolean touched;
    private long accepted;
    private long dead;
    private long discarded;
    private long redriven;
    private long superseded;

    /** @param appetite bytes of fresh messages to hand over */
    LaneRows(HeldPartition partition, Lane lane, int address, int appetite) {
        this.state = partition.rows();
        this.ids = partition.ids();
        this.lane = lane;
        this.address = address;
        this.appetite = appetite;
        LaneHead stored = LaneHead.read(state.get(RowKey.lane(address)));
        head = stored.head();
        next = stored.next();
        held = stored.held();
        attempted = stored.attempted();
        identified = stored.identified();
        nextBefore = next;
        removedUpTo = head;
    }

    boolean isTouched() {
        return touched;
    }

    boolean isUsed() {
        return next > 0;
    }

    long append(StoredMessage message) {
        byte[] stored = message.write();
        identified += message.id() == null ? 0 : 1;
        state.put(RowKey.message(address, next), stored);
        offer(stored);
        held++;
        touched = true;
        return next++;
    }

    /** Hands the message over if there is appetite; after the first that is left out none is, so that there is no gap. */
    private void offer(byte[] stored) {
        full = full || fresh.bytes() + HeldRows.bytesOf(stored) > appetite;
        if (!full) {
            fresh.add(next, 0, stored);
        }
    }

    /** Where the lane has no holes and no ids, nothing is read: a get costs more than the removal. */
    void accept(long first, long last) {
        if (held < next - head || identified > 0) {
            forEachHeld(first, last, (number, stored) -> {
                remove(number, stored);
                accepted++;
            });
            return;
        }
        long end = Math.min(last, next - 1);
        for (long number = Math.max(first, head); number <= end; number++) {
            remove(number);
            accepted++;
        }
    }

    void discard(long first, long last) {
        forEachHeld(first, last, (number, stored) -> {
            remove(number, stored);
            discarded++;
        });
    }

    void supersede(long number) {
        forEachHeld(number, number, (gone, stored) -> {
            remove(gone, stored);
            superseded++;
            touched = true;
        });
    }

    /** Removes messages and gives each to {@code taker}, as dead letters. */
    void bury(long first, long last, BiConsumer<Long, byte[]> taker) {
        forEachHeld(first, last, (number, stored) -> {
            remove(number, stored);
            dead++;
            taker.accept(number, stored);
        });
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
            redriven++;
        }
        long end = numbers[numbers.length - 1] + 1;
        Reading left = read(head, end, 0);
        advanceHead(left.ended ? left.left : end);
    }

    void fail(long first, long last) {
        forEachHeld(first, last, (number, stored) -> {
            int before = attempts(number);
            attempted += before == 0 ? 1 : 0;
            state.put(RowKey.attempts(address, number), writeAttempts(before + 1));
        });
    }

    /**
     * Moves the head to {@code wanted}, never backwards.
     *
     * @throws IllegalStateException if held messages would fall behind it, where nobody would find them again
     */
    void advanceHead(long wanted) {
        touched = true;
        long to = held == 0 ? next : Math.min(Math.max(head, wanted), next);
        // Millions may have gone while the first was in work: pages are scanned, not numbers looked up.
        Reading passed = held == 0 ? new Reading(0) : read(Math.max(head, removedUpTo), to, 0);
        if (passed.ended) {
            throw new IllegalStateException(
                    "lane " + lane + " holds message " + passed.left + ", but its head is to be " + to + " of " + next);
        }
        head = to;
    }

    private void forEachHeld(long first, long last, BiConsumer<Long, byte[]> action) {
        long end = Math.min(last, next - 1);
        for (long number = Math.max(first, head); number <= end; number++) {
            byte[] stored = state.get(RowKey.message(address, number));
            if (stored != null) {
                action.accept(number, stored);
            }
        }
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
        if (attempts(number) > 0) {
            state.remove(RowKey.attempts(address, number));
            attempted--;
        }
    }

    private int attempts(long number) {
        return attempted == 0 ? 0 : readAttempts(state.get(RowKey.attempts(address, number)));
    }

    Page page(PageRequest request) {
        long until = Math.min(request.until(), next);
        Reading reading = read(Math.max(request.from(), head), until, request.maxBytes());
        long reached = reading.ended ? reading.left : until;
        return new Page(request, reading.rows.build(), Math.max(request.from(), reached), reading.neededBytes);
    }

    /** Reads the held messages from one number up to another, until they are more than {@code maxBytes}. */
    private Reading read(long from, long until, int maxBytes) {
        Reading reading = new Reading(maxBytes);
        long number = from;
        while (number < until && !reading.ended) {
            long page = RowKey.pageOf(number);
            long pageEnd = Math.min(until, (page + 1) * RowKey.PAGE_MESSAGES);
            if (number == page * RowKey.PAGE_MESSAGES) {
                scanPage(page, pageEnd, reading);
            } else {
                getEach(number, pageEnd, reading);
            }
            number = pageEnd;
        }
        return reading;
    }

    private void scanPage(long page, long until, Reading reading) {
        state.scan(RowKey.page(address, page), (key, stored) -> {
            long number = RowKey.numberOf(key);
            return number < until && reading.take(number, stored);
        });
    }

    /** For a page that is not read from its beginning: a scan would read again what was read before, of any size. */
    private void getEach(long from, long until, Reading reading) {
        for (long number = from; number < until && !reading.ended; number++) {
            byte[] stored = state.get(RowKey.message(address, number));
            if (stored != null) {
                reading.take(number, stored);
            }
        }
    }

    LaneReport report() {
        HeldRows rows = fresh.build();
        return new LaneReport(lane, head, next, rows, rows.isEmpty() ? next : nextBefore);
    }

    /** Writes the head row and adds the counts of the turn. */
    void flush(LedgerRow ledger) {
        state.put(RowKey.lane(address), new LaneHead(head, next, held, attempted, identified).write());
        LedgerLine line = LedgerLine.of(address);
        ledger.add(line, Counter.MADE, next - nextBefore);
        ledger.add(line, Counter.ACCEPTED, accepted);
        ledger.add(line, Counter.DEAD, dead);
        ledger.add(line, Counter.DISCARDED, discarded);
        ledger.add(line, Counter.REDRIVEN, redriven);
        ledger.add(line, Counter.SUPERSEDED, superseded);
    }

    void requireBalance(LedgerRow total) {
        LedgerLine line = LedgerLine.of(address);
        long made = total.count(line, Counter.MADE);
        long gone = total.left(line);
        if (made != held + gone) {
            throw new IllegalStateException(
                    "ledger of lane " + lane + " does not balance: made " + made + ", held " + held + ", gone " + gone);
        }
    }

    private static byte[] writeAttempts(int count) {
        return ByteBuffer.allocate(1 + Integer.BYTES)
                .put(ATTEMPTS_VERSION)
                .putInt(count)
                .array();
    }

    private static int readAttempts(byte @Nullable [] stored) {
        if (stored == null) {
            return 0;
        }
        if (stored[0] != ATTEMPTS_VERSION) {
            throw new IllegalArgumentException(
                    "attempts of version " + stored[0] + "; this hub reads " + ATTEMPTS_VERSION);
        }
        return ByteBuffer.wrap(stored).getInt(1);
    }

    /** What was read so far. */
    private final class Reading {
        private final HeldRows.Builder rows = new HeldRows.Builder();
        private final int maxBytes;
        private boolean ended;
        private long left;
        private int neededBytes;

        Reading(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        /** Takes a row, if it fits, and returns whether it wants the next one. */
        boolean take(long number, byte[] stored) {
            int bytes = HeldRows.bytesOf(stored);
            ended = (long) rows.bytes() + bytes > maxBytes;
            if (ended) {
                left = number;
                neededBytes = rows.bytes() == 0 ? bytes : 0;
            } else {
                rows.add(number, attempts(number), stored);
            }
            return !ended;
        }
    }
}
