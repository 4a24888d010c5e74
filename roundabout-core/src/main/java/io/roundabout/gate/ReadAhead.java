package io.roundabout.gate;

import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Page;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
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
    private final HubSide hub;
    private final Owner owner;
    private long waitingBytes;
    private long askedBytes;
    private int appetite;

    /** Who reads. */
    interface Owner {
        /**
         * Hears of each message that was read, before it may be offered; a lane's in the order of their numbers.
         *
         * @return whether it waits to be offered; a link may have it already
         */
        boolean onRead(HeldMessage message);

        /** Unreads what waits, so that others have the memory. */
        void giveBack();

        /** Hears that there may be memory to ask with. */
        void wake();
    }

    /** Creates it with nothing read. */
    ReadAhead(String address, HubSide hub, Owner owner) {
        this.hub = hub;
        this.owner = owner;
        for (int partition = 0; partition < hub.partitions(); partition++) {
            lanes.add(hub.reader(new Lane(address, partition)));
        }
    }

    LaneReader lane(int partition) {
        return lanes.get(partition);
    }

    /** Hears how a turn left a lane, which goes on growing. Fresh messages nobody has memory for stay unread. */
    void onLane(LaneReport report) {
        LaneReader lane = lane(report.lane().partition());
        lane.extend(report.head(), report.next());
        if (appetite > 0 || hub.budget().tryTake(this, report.fresh().bytes(), false)) {
            hub.budget().give(appetite > 0 ? 0 : report.fresh().bytes());
            lane.fresh(report.freshFrom(), report.fresh(), this::read);
        }
    }

    /** Hears an answer to what one of its lanes may have asked. */
    void onPage(Page page) {
        LaneReader lane = lane(page.request().lane().partition());
        if (lane.isAnswer(page)) {
            askedBytes -= page.request().maxBytes();
            hub.budget().give(page.request().maxBytes());
            lane.page(page, this::read);
        }
    }

    private void read(HeldMessage message) {
        if (owner.onRead(message)) {
            add(message);
        }
    }

    /** Puts a message at its place. */
    void add(HeldMessage message) {
        if (waiting.add(message)) {
            int bytes = message.bareMessage().length;
            waitingBytes += bytes;
            hub.budget().add(bytes);
            lane(message.partition()).waits(message);
        }
    }

    /** Takes a message out. */
    void remove(HeldMessage message) {
        if (waiting.remove(message)) {
            int bytes = message.bareMessage().length;
            waitingBytes -= bytes;
            hub.budget().give(bytes);
            lane(message.partition()).waitsNoMore(message);
        }
    }

    boolean isWaiting(HeldMessage message) {
        return waiting.contains(message);
    }

    /** Returns the waiting messages of a lane, in the order of their numbers. */
    List<HeldMessage> waitingOf(int partition) {
        return waiting.stream()
                .filter(message -> message.partition() == partition)
                .toList();
    }

    /**
     * Reads messages again later.
     *
     * @param messages everything of a lane that waits, in the order of their numbers
     * @param before the one read before them that is still held, if there is one
     */
    void unread(List<HeldMessage> messages, @Nullable HeldMessage before) {
        if (!messages.isEmpty()) {
            messages.forEach(this::remove);
            HeldMessage first = messages.get(0);
            lane(first.partition()).unread(first.number(), before);
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

    /**
     * Asks for pages where less than half a share waits: for all of them or, if memory is short, for none, since one lane may
     * have to wait for another.
     *
     * @param urgent whether a link could take a message now
     */
    void ask(boolean urgent) {
        int share = laneShare();
        long wanted = 0;
        for (LaneReader lane : lanes) {
            wanted += lane.wants(share);
        }
        ReadBudget budget = hub.budget();
        if (wanted > 0 && take(wanted, urgent)) {
            askedBytes += wanted;
            lanes.forEach(lane -> lane.ask(share, hub.requests()));
            budget.leaveQueue(this);
        } else if (wanted > 0 && urgent) {
            budget.enterQueue(this);
        } else {
            budget.leaveQueue(this);
        }
    }

    /** Takes memory to ask with; what it keeps for messages nobody asked for must not be in its own way. */
    private boolean take(long wanted, boolean urgent) {
        if (hub.budget().tryTake(this, wanted, urgent)) {
            return true;
        }
        if (!urgent || appetite == 0) {
            return false;
        }
        changeAppetite(0);
        return hub.budget().tryTake(this, wanted, true);
    }

    /** Waits for memory no more. */
    void waitNoMore() {
        hub.budget().leaveQueue(this);
    }

    // The other half is for what comes without being asked for.
    private int laneShare() {
        return Math.max(1, hub.budget().shareBytes() / 2 / lanes.size());
    }

    /**
     * Says what may come without being asked for. Standing, with a gap between on and off, because each change costs the
     * loop a turn.
     *
     * @param wanted whether somebody waits. Who waits for memory to ask with gets none, and nobody gives some back for it
     * @param urgent whether a link could take a message now
     */
    void setAppetite(boolean wanted, boolean urgent) {
        int half = Math.max(1, hub.budget().shareBytes() / 2);
        boolean may = wanted && !hub.budget().isQueued(this);
        if (appetite > 0 && (!may || waitingBytes > half)) {
            changeAppetite(0);
        } else if (appetite == 0
                && may
                && waitingBytes <= half / 2
                && (urgent
                        ? hub.budget().tryTakeSpare(this, half)
                        : hub.budget().tryTake(this, half, false))) {
            hub.budget().give(half);
            changeAppetite(half);
        }
    }

    private void changeAppetite(int bytes) {
        int before = appetite;
        appetite = bytes;
        hub.budget().add(bytes);
        hub.budget().give(before);
        hub.requests().appetite(lanes.get(0).lane().address(), bytes);
    }

    /** Takes part in the gate's memory: somebody collects. */
    void open() {
        hub.budget().enter(this);
    }

    /** Takes part no more. */
    void leave() {
        hub.budget().leave(this);
    }

    /** Gives all memory back. */
    void close() {
        leave();
        waiting.clear();
        hub.budget().give(heldBytes());
        waitingBytes = 0;
        askedBytes = 0;
        appetite = 0;
    }

    /** Returns the bytes it has of the gate's memory. */
    long heldBytes() {
        return waitingBytes + askedBytes + appetite;
    }

    /** Returns whether it has something to give back and nothing is on its way, with which it could go on. */
    boolean canGiveBack() {
        return askedBytes == 0 && heldBytes() > 0;
    }

    void giveBack() {
        owner.giveBack();
        if (appetite > 0) {
            changeAppetite(0);
        }
    }

    void wake() {
        owner.wake();
    }

    /** Returns whether messages are on their way, or would be asked for. */
    boolean isReading() {
        int share = laneShare();
        for (LaneReader lane : lanes) {
            if (lane.isReading(share)) {
                return true;
            }
        }
        return false;
    }

    boolean isKnown() {
        return lanes.stream().allMatch(LaneReader::isKnown);
    }

    /** Returns whether something was ever held here, as far as known. */
    boolean wasUsed() {
        return lanes.stream().anyMatch(LaneReader::wasUsed);
    }
}
