package io.roundabout.gate;

import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.OutputRequests;
import io.roundabout.outbox.Page;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Messages of all lanes of an output that wait to be offered, in the order in which they were made. A message is offered
 * only when no lane can still have an earlier one that was not read. Confined to the gate's event loop.
 */
final class ReadAhead {
    /** How far past the first waiting message one is sought that a link may have: a page of the state. */
    static final int PAGE = 1_024;

    private final List<LaneReader> lanes = new ArrayList<>();
    private final TreeSet<HeldMessage> waiting = new TreeSet<>();
    private final Consumer<HeldMessage> onRead;

    /**
     * Creates it with nothing read.
     *
     * @param onRead hears of each message once, before it may be offered; a lane's in the order of their numbers
     */
    ReadAhead(String address, HubSide hub, Consumer<HeldMessage> onRead) {
        this.onRead = onRead;
        int shareBytes = Math.max(1, hub.readAheadBytes() / hub.partitions());
        for (int partition = 0; partition < hub.partitions(); partition++) {
            lanes.add(new LaneReader(new Lane(address, partition), hub.encoder(), shareBytes));
        }
    }

    LaneReader lane(int partition) {
        return lanes.get(partition);
    }

    /** Hears how a turn left a lane, which goes on growing. */
    void onLane(LaneReport report) {
        LaneReader lane = lane(report.lane().partition());
        lane.extend(report.head(), report.next());
        lane.fresh(report.freshFrom(), report.fresh(), this::read);
    }

    /** Hears an answer to what one of its lanes may have asked. */
    void onPage(Page page) {
        lane(page.request().lane().partition()).page(page, this::read);
    }

    private void read(HeldMessage message) {
        onRead.accept(message);
        add(message);
    }

    /** Puts a message at its place. */
    void add(HeldMessage message) {
        waiting.add(message);
        lane(message.partition()).waits(message);
    }

    /** Takes a message out. */
    void remove(HeldMessage message) {
        if (waiting.remove(message)) {
            lane(message.partition()).waitsNoMore(message);
        }
    }

    /** Returns the first message that may be offered and is {@code wanted}, or null. */
    @Nullable
    HeldMessage first(Predicate<HeldMessage> wanted) {
        Iterator<HeldMessage> messages = waiting.iterator();
        for (int looked = 0; looked < PAGE && messages.hasNext(); looked++) {
            HeldMessage message = messages.next();
            if (!mayOffer(message)) {
                return null;
            }
            if (wanted.test(message)) {
                return message;
            }
        }
        return null;
    }

    private boolean mayOffer(HeldMessage message) {
        for (LaneReader lane : lanes) {
            if (!lane.mayPass(message)) {
                return false;
            }
        }
        return true;
    }

    /** Asks for pages where less than half a share waits. */
    void ask(OutputRequests requests) {
        lanes.forEach(lane -> lane.ask(requests));
    }

    /** Returns whether messages are on their way. */
    boolean isReading() {
        for (LaneReader lane : lanes) {
            if (lane.isReading()) {
                return true;
            }
        }
        return false;
    }

    boolean isKnown() {
        return lanes.stream().allMatch(LaneReader::isKnown);
    }

    long waitingBytes() {
        long bytes = 0;
        for (LaneReader lane : lanes) {
            bytes += lane.waitingBytes();
        }
        return bytes;
    }

    /** Returns the waiting messages, in order. */
    Iterable<HeldMessage> waiting() {
        return waiting;
    }
}
