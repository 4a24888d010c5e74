package io.roundabout.gate;

import io.roundabout.outbox.HeldRow;
import io.roundabout.outbox.HeldRows;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.OutputRequests;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.PageRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one lane in the order of its numbers, a page at a time. Confined to the gate's event loop.
 */
final class LaneReader {
    private final long number;
    private final Lane lane;
    private final MessageEncoder encoder;
    private boolean known;
    private long readTo;
    private long next;
    private long waitingBytes;
    private int leastBytes;
    private @Nullable PageRequest asked;
    private boolean stale;
    private @Nullable HeldMessage last;

    /** @param number no other reader of this gate has it: what others ask for may look the same, and be older */
    LaneReader(long number, Lane lane, MessageEncoder encoder) {
        this.number = number;
        this.lane = lane;
        this.encoder = encoder;
    }

    Lane lane() {
        return lane;
    }

    boolean isKnown() {
        return known;
    }

    /** Returns the smallest number that was not read yet. */
    long readTo() {
        return readTo;
    }

    /** Learns that messages below {@code tail} exist; from the first time on, reading starts at {@code head}. */
    void extend(long head, long tail) {
        if (!known) {
            known = true;
            readTo = head;
        }
        readTo = Math.max(readTo, head);
        next = Math.max(next, tail);
    }

    /** Takes messages that follow without a gap; others stay unread, to be asked for as pages. */
    void fresh(long from, HeldRows rows, Consumer<HeldMessage> to) {
        if (from == readTo && !rows.isEmpty()) {
            read(rows, to);
        }
    }

    /** Returns whether {@code page} is the answer to what this reader asked. */
    boolean isAnswer(Page page) {
        PageRequest request = asked;
        return request != null && request.equals(page.request());
    }

    /** Takes the answer, unless it came to be out of date on its way; then it is asked for again. */
    void page(Page page, Consumer<HeldMessage> to) {
        asked = null;
        if (stale) {
            stale = false;
            return;
        }
        read(page.rows(), to);
        readTo = Math.max(readTo, Math.min(page.next(), page.request().until()));
        // A body too large for what was asked is asked for by its size, and so is the next: they often are alike.
        leastBytes = Math.max(page.neededBytes(), page.rows().lastBytes());
    }

    /**
     * Goes back to {@code number}, as if messages from there on had never been read. What was asked for before would leave a
     * gap.
     */
    void unread(long number, @Nullable HeldMessage before) {
        readTo = number;
        last = before;
        stale = asked != null;
    }

    /** Returns whether message {@code number} will be read, again or for the first time. */
    boolean isUnread(long number) {
        return number >= readTo;
    }

    /** Hears that a link has message {@code number} no longer: a page on its way may hold it as it was before. */
    void onLeft(long number) {
        stale |= asked != null && isUnread(number);
    }

    private void read(HeldRows rows, Consumer<HeldMessage> to) {
        for (HeldRow row : rows) {
            if (row.number() >= readTo) {
                HeldMessage message = encoder.read(lane, row);
                last = message;
                readTo = row.number() + 1;
                to.accept(message);
            }
        }
    }

    /** Returns the bytes it would ask for to have {@code share} bytes waiting; 0 if half of them do or it has asked. */
    int wants(int share) {
        return asked == null && isHungry(share) ? (int) Math.max(share - waitingBytes, leastBytes) : 0;
    }

    /** Asks for what it {@link #wants}. */
    void ask(int share, OutputRequests requests) {
        int bytes = wants(share);
        if (bytes > 0) {
            PageRequest request = new PageRequest(number, lane, readTo, next, bytes);
            asked = request;
            requests.page(request);
        }
    }

    /** Returns whether messages are on their way, or would be asked for. */
    boolean isReading(int share) {
        return !known || asked != null || isHungry(share);
    }

    private boolean isHungry(int share) {
        return known && readTo < next && waitingBytes <= share / 2;
    }

    /** Returns whether a message was ever held here, as far as known. */
    boolean wasUsed() {
        return next > 0;
    }

    /** Returns whether no unread message of this lane comes before {@code message}. */
    boolean mayPass(HeldMessage message) {
        HeldMessage read = last;
        return (known && readTo >= next) || (read != null && message.compareTo(read) <= 0);
    }

    void waits(HeldMessage message) {
        waitingBytes += message.bareMessage().length;
    }

    void waitsNoMore(HeldMessage message) {
        waitingBytes -= message.bareMessage().length;
    }
}
