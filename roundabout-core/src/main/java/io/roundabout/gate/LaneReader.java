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
 * Reads one lane in the order of its numbers, a page at a time, never further ahead than its share of memory. Confined to
 * the gate's event loop.
 */
final class LaneReader {
    private final Lane lane;
    private final MessageEncoder encoder;
    private final int shareBytes;
    private boolean known;
    private long readTo;
    private long next;
    private long waitingBytes;
    private @Nullable PageRequest asked;
    private @Nullable HeldMessage last;

    LaneReader(Lane lane, MessageEncoder encoder, int shareBytes) {
        this.lane = lane;
        this.encoder = encoder;
        this.shareBytes = shareBytes;
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

    /** Takes an answer, if it is the one to what this reader asked. */
    void page(Page page, Consumer<HeldMessage> to) {
        PageRequest request = asked;
        if (request == null || !request.equals(page.request())) {
            return;
        }
        asked = null;
        read(page.rows(), to);
        readTo = Math.max(readTo, Math.min(page.next(), request.until()));
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

    /** Asks for the next page if less than half its share waits. */
    void ask(OutputRequests requests) {
        if (asked == null && isHungry()) {
            PageRequest request = new PageRequest(lane, readTo, next, (int) (shareBytes - waitingBytes));
            asked = request;
            requests.page(request);
        }
    }

    /** Returns whether messages are on their way, or would be asked for. */
    boolean isReading() {
        return !known || asked != null || isHungry();
    }

    private boolean isHungry() {
        return known && readTo < next && waitingBytes <= shareBytes / 2;
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

    long waitingBytes() {
        return waitingBytes;
    }
}
