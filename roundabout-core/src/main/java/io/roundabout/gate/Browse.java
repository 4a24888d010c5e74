package io.roundabout.gate;

import io.roundabout.outbox.Page;
import org.jspecify.annotations.Nullable;

/**
 * One reading of an output for a link with distribution-mode {@code copy}: from the head to the tail of the moment it was
 * attached. Takes nothing. Confined to the gate's event loop.
 */
final class Browse {
    private final Collector collector;
    private final HubSide hub;
    private final ReadAhead readAhead;
    private boolean started;

    Browse(String address, Collector collector, HubSide hub) {
        this.collector = collector;
        this.hub = hub;
        this.readAhead = new ReadAhead(address, hub, message -> {});
    }

    Collector collector() {
        return collector;
    }

    /** Fixes what is read, as the queue knows it, if it does. */
    void start(ReadAhead queue, Iterable<LaneSpan> spans) {
        if (!started && queue.isKnown()) {
            started = true;
            for (LaneSpan span : spans) {
                readAhead.lane(span.partition()).extend(span.head(), span.next());
            }
            readAhead.ask(hub.requests());
        }
    }

    void onPage(Page page) {
        readAhead.onPage(page);
        readAhead.ask(hub.requests());
    }

    /** Offers what was read, and says when that was all. */
    void offer() {
        while (started && collector.canTake()) {
            HeldMessage message = next();
            if (message == null) {
                break;
            }
            readAhead.remove(message);
            if (collector.fits(message)) {
                collector.deliver(message);
            }
        }
        if (started) {
            readAhead.ask(hub.requests());
            if (collector.drainsUpTo() != Long.MIN_VALUE && isOver()) {
                collector.onDrained();
            }
        }
    }

    private boolean isOver() {
        return collector.isFull() || (next() == null && !readAhead.isReading());
    }

    private @Nullable HeldMessage next() {
        return readAhead.first(message -> true);
    }
}
