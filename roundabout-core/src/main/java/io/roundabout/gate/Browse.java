package io.roundabout.gate;

import io.roundabout.outbox.Page;
import org.jspecify.annotations.Nullable;

/**
 * One reading of an output for a link with distribution-mode {@code copy}: from the head to the tail of the moment it was
 * attached. Takes nothing, and reads only what it can hand over. Confined to the gate's event loop.
 */
final class Browse implements ReadAhead.Owner {
    private final Output output;
    private final Collector collector;
    private final ReadAhead readAhead;
    private final int partitions;
    private boolean started;

    Browse(Output output, Collector collector, HubSide hub) {
        this.output = output;
        this.collector = collector;
        this.partitions = hub.partitions();
        this.readAhead = new ReadAhead(output.address(), hub, this);
        readAhead.open();
    }

    /** Ends it if it is that of {@code other}; returns whether it was. */
    boolean endsWith(Collector other) {
        boolean ends = collector == other;
        if (ends) {
            readAhead.close();
        }
        return ends;
    }

    /** Fixes what is read, as the queue knows it, if it does. */
    void start(ReadAhead queue, Iterable<LaneSpan> spans) {
        if (!started && queue.isKnown()) {
            started = true;
            for (LaneSpan span : spans) {
                readAhead.lane(span.partition()).extend(span.head(), span.next());
            }
        }
    }

    void onPage(Page page) {
        readAhead.onPage(page);
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
        if (started && collector.drainsUpTo() != Long.MIN_VALUE && isOver()) {
            collector.onDrained();
        }
    }

    /** Asks for what is missing. */
    void submit() {
        if (started && collector.canTake()) {
            readAhead.ask(true);
        } else {
            readAhead.waitNoMore();
        }
    }

    private boolean isOver() {
        return collector.isFull() || (next() == null && !readAhead.isReading());
    }

    private @Nullable HeldMessage next() {
        return readAhead.first(message -> true);
    }

    @Override
    public boolean onRead(HeldMessage message) {
        return true;
    }

    @Override
    public void giveBack() {
        for (int partition = 0; partition < partitions; partition++) {
            readAhead.unread(readAhead.waitingOf(partition), null);
        }
    }

    @Override
    public void wake() {
        output.wake();
    }
}
