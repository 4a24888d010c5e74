package io.roundabout.outbox;

import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.util.function.LongPredicate;

/**
 * One reading of stored messages in the order of their numbers, until they are more than fit. Confined to the turn.
 */
final class RowReading {
    private final HeldState state;
    private final int address;
    private final AttemptRows attempts;
    private final LongPredicate isHeld;
    private final int maxBytes;
    private final HeldRows.Builder rows = new HeldRows.Builder();
    private boolean ended;
    private long left;
    private int neededBytes;

    /**
     * Begins to read.
     *
     * @param address number of the address whose rows are read
     * @param isHeld which of them are held, for whom they are read
     * @param maxBytes what fits
     */
    RowReading(HeldState state, int address, AttemptRows attempts, LongPredicate isHeld, int maxBytes) {
        this.state = state;
        this.address = address;
        this.attempts = attempts;
        this.isHeld = isHeld;
        this.maxBytes = maxBytes;
    }

    /** Reads from one number up to another. */
    RowReading read(long from, long until) {
        long number = from;
        while (number < until && !ended) {
            long page = RowKey.pageOf(number);
            long pageEnd = Math.min(until, (page + 1) * RowKey.PAGE_MESSAGES);
            if (number == page * RowKey.PAGE_MESSAGES) {
                scanPage(page, pageEnd);
            } else {
                getEach(number, pageEnd);
            }
            number = pageEnd;
        }
        return this;
    }

    /** Returns whether a message was left because it does not fit. */
    boolean ended() {
        return ended;
    }

    /** Returns the number of that message. */
    long left() {
        return left;
    }

    /** Returns the answer to a request that was read up to {@code until}. */
    Page page(PageRequest request, long until) {
        long reached = ended ? left : until;
        return new Page(request, rows.build(), Math.max(request.from(), reached), neededBytes);
    }

    private void scanPage(long page, long until) {
        state.scan(RowKey.page(address, page), (key, stored) -> {
            long number = RowKey.numberOf(key);
            return number < until && take(number, stored);
        });
    }

    /** For a page that is not read from its beginning: a scan would read again what was read before, of any size. */
    private void getEach(long from, long until) {
        for (long number = from; number < until && !ended; number++) {
            byte[] stored = isHeld.test(number) ? state.get(RowKey.message(address, number)) : null;
            if (stored != null) {
                take(number, stored);
            }
        }
    }

    /** Takes a row, if it fits, and returns whether it wants the next one. */
    private boolean take(long number, byte[] stored) {
        if (!isHeld.test(number)) {
            return true;
        }
        int bytes = HeldRows.bytesOf(stored);
        ended = (long) rows.bytes() + bytes > maxBytes;
        if (ended) {
            left = number;
            neededBytes = rows.bytes() == 0 ? bytes : 0;
        } else {
            rows.add(number, attempts.of(number), stored);
        }
        return !ended;
    }
}
