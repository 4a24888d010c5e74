package io.roundabout.gate;

import io.roundabout.gate.Settling.Verdict;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.PastDue;
import io.roundabout.outbox.Settlement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The gate's window on one address: what was read ahead, what links hold unsettled, and who waits. Plain Java, knows
 * neither Proton-J nor Netty. Confined to the gate's event loop.
 *
 * <pre>
 *   unread --page or fresh--> waiting --offer--> with a link --accepted, dead--> settled --committed--> gone
 *                                ^------released, failed-------'
 * </pre>
 */
final class Output implements ReadAhead.Owner {
    private static final long NOT_YET = Long.MAX_VALUE;

    private final String address;
    private final HubSide hub;
    private final Consumer<Output> touched;
    private final EarlierDeliveries earlier;
    private final List<HeldLane> lanes = new ArrayList<>();
    private final ReadAhead readAhead;
    private final Exclusions exclusions = new Exclusions();
    private final KeyTies ties = new KeyTies();
    private final List<Collector> collectors = new ArrayList<>();
    private final List<Browse> browses = new ArrayList<>();
    private final OutputMeter meter;
    private long firstEpoch = NOT_YET;
    private long lastEpoch = NOT_YET;
    private long lastOffered;
    private int turn;

    /**
     * Creates it and starts to watch its lanes.
     *
     * @param touched hears that there is something to {@link #offer} or {@link #submit}
     */
    Output(String address, HubSide hub, EarlierDeliveries earlier, Consumer<Output> touched) {
        this.address = address;
        this.hub = hub;
        this.earlier = earlier;
        this.touched = touched;
        this.meter = hub.meters().apply(address);
        this.readAhead = new ReadAhead(address, hub, this);
        for (int partition = 0; partition < hub.partitions(); partition++) {
            lanes.add(new HeldLane(readAhead.lane(partition).lane()));
        }
        hub.requests().watch(address);
    }

    String address() {
        return address;
    }

    /** Returns the message-id that a message of it is delivered with. */
    String idOf(HeldMessage message) {
        return hub.encoder().idOf(address, message.partition(), message.number());
    }

    /** Lets {@code collector} compete for the messages. */
    void attach(Collector collector) {
        collectors.add(collector);
        readAhead.open();
        touched.accept(this);
    }

    /** Lets {@code collector} read what is held now. */
    void browse(Collector collector) {
        Browse browse = new Browse(this, collector, hub);
        browses.add(browse);
        browse.start(readAhead, spans());
        touched.accept(this);
    }

    /** Offers nothing more to {@code collector}; what it holds was given back or settled before. */
    void detach(Collector collector) {
        collectors.remove(collector);
        exclusions.forget(collector);
        browses.removeIf(browse -> browse.endsWith(collector));
        if (collectors.isEmpty()) {
            readAhead.leave();
        }
        touched.accept(this);
    }

    /** Returns who competes for the messages. */
    List<Attached> attached() {
        return collectors.stream().map(Collector::attached).toList();
    }

    /** Offers again: a link has new credit or room, or there is memory to read with. */
    @Override
    public void wake() {
        touched.accept(this);
    }

    /** Returns the last turn heard of, the largest number if none was; what it and earlier ones made is held and known. */
    long lastEpoch() {
        return lastEpoch;
    }

    /** Hears that a turn was reported, after its parts; {@code epoch} orders what it made. */
    void onTurn(long epoch) {
        if (readAhead.isKnown()) {
            lastEpoch = epoch;
            firstEpoch = Math.min(firstEpoch, epoch);
        }
    }

    /** Hears that a turn had something for it. */
    void onNews() {
        browses.forEach(browse -> browse.start(readAhead, spans()));
        touched.accept(this);
    }

    void onLane(LaneReport report) {
        readAhead.onLane(report);
        HeldLane lane = lanes.get(report.lane().partition());
        earlier.forgetBelow(report.lane(), report.head());
        lane.onLane(report).forEach(message -> {
            lane.forget(message);
            readAhead.remove(message);
            exclusions.forget(message);
        });
    }

    /** Lets go what waited too long; what links have goes when it comes back. */
    void onPast(PastDue due) {
        LaneReader reader = readAhead.lane(due.lane().partition());
        if (reader.isKnown()) {
            HeldLane lane = lanes.get(due.lane().partition());
            lane.expire(due.below(), reader.readTo(), readAhead::isWaiting).forEach(message -> {
                readAhead.remove(message);
                exclusions.forget(message);
            });
            reader.extend(due.below(), due.below());
        }
    }

    /** Hears that other rules are in force. */
    void onRules() {
        lanes.forEach(HeldLane::forgetDue);
    }

    void onPage(Page page) {
        readAhead.onPage(page);
        browses.forEach(browse -> browse.onPage(page));
    }

    void onSettled(Settlement settlement) {
        lanes.get(settlement.lane().partition()).settling().onCommitted(settlement);
    }

    @Override
    public boolean onRead(HeldMessage message) {
        HeldLane lane = lanes.get(message.partition());
        if (!lane.onRead(message)) {
            return false;
        }
        if (earlier.recall(lane.lane(), message.number())) {
            message.markDelivered();
        }
        return true;
    }

    /** Reads again later what waits; only what links have stays, and is passed over then. */
    @Override
    public void giveBack() {
        for (HeldLane lane : lanes) {
            List<HeldMessage> unread = lane.unread(readAhead::isWaiting);
            for (HeldMessage message : unread) {
                remember(lane, message);
            }
            if (!unread.isEmpty()) {
                readAhead.unread(unread, lane.before(unread.get(0).number()));
            }
        }
    }

    private void remember(HeldLane lane, HeldMessage message) {
        if (message.isDelivered()) {
            earlier.remember(lane.lane(), message.number());
        }
    }

    /** Never offers a message to {@code collector} again. */
    void exclude(HeldMessage message, Collector collector) {
        exclusions.exclude(message, collector);
    }

    /** Removes a message that a link has. */
    void accept(HeldMessage message, @Nullable Runnable whenCommitted) {
        settle(message, Verdict.ACCEPTED, whenCommitted);
    }

    /** Puts a message back at its place. */
    void release(HeldMessage message) {
        ties.loosen(message.key());
        putBack(message);
        touched.accept(this);
    }

    private void putBack(HeldMessage message) {
        HeldLane lane = lanes.get(message.partition());
        LaneReader reader = readAhead.lane(message.partition());
        reader.onLeft(message.number());
        if (!lane.holds(message)) {
            return;
        }
        if (lane.isDue(message)) {
            exclusions.forget(message);
            lane.settle(message, Verdict.EXPIRED, null);
        } else if (reader.isUnread(message.number())) {
            // What comes before it was unread meanwhile: it is read again, in its order.
            lane.forget(message);
            remember(lane, message);
        } else {
            readAhead.add(message);
        }
    }

    /** Counts a failed attempt; the message goes back to its place, or becomes a dead letter if that was the last. */
    void fail(HeldMessage message, @Nullable Runnable whenCommitted) {
        int most = hub.addresses().maxDeliveries(address);
        if (message.attempts() + 1 >= most) {
            String detail = (message.attempts() + 1) + " failed deliveries; the limit is " + most;
            settle(message, Verdict.dead("max-deliveries", detail), whenCommitted);
            return;
        }
        message.countAttempts(1);
        settle(message, Verdict.FAILED, whenCommitted);
        putBack(message);
    }

    /** Makes a dead letter of a message. */
    void reject(HeldMessage message, String detail, @Nullable Runnable whenCommitted) {
        settle(message, Verdict.dead("rejected", detail), whenCommitted);
    }

    private void settle(HeldMessage message, Verdict verdict, @Nullable Runnable whenCommitted) {
        ties.loosen(message.key());
        if (verdict.removes()) {
            exclusions.forget(message);
        }
        readAhead.lane(message.partition()).onLeft(message.number());
        lanes.get(message.partition()).settle(message, verdict, whenCommitted);
        touched.accept(this);
    }

    /**
     * Hands waiting messages to links that want them, in turn, then tells those that drain and got all there was.
     *
     * @param pass number of the pass over all outputs, from 1
     */
    void offer(long pass) {
        while (offerRound()) {
            turn++;
            lastOffered = pass;
        }
        for (Collector collector : List.copyOf(collectors)) {
            if (collector.drainsUpTo() != Long.MIN_VALUE && isDrained(collector)) {
                collector.onDrained();
            }
        }
        browses.forEach(Browse::offer);
    }

    /** Returns the last pass in which a link took something; 0 if none did. */
    long lastOffered() {
        return lastOffered;
    }

    private boolean offerRound() {
        boolean offered = false;
        for (int i = 0; i < collectors.size(); i++) {
            Collector collector = collectors.get(Math.floorMod(turn + i, collectors.size()));
            HeldMessage message = collector.canTake() ? next(collector) : null;
            if (message != null) {
                readAhead.remove(message);
                ties.tie(message.key(), collector);
                collector.deliver(message);
                measure(message);
                message.markDelivered();
                offered = true;
            }
        }
        return offered;
    }

    private void measure(HeldMessage message) {
        if (message.isDelivered()) {
            meter.redelivered();
        } else {
            meter.delivered(hub.arrivals().agoMicros(message));
        }
    }

    private @Nullable HeldMessage next(Collector collector) {
        Set<String> passedOver = new HashSet<>(0);
        return readAhead.first(message -> {
            if (!ties.isFree(message.key(), collector) || passedOver.contains(message.key())) {
                return false;
            }
            boolean excluded = exclusions.isExcluded(message, collector);
            if (!excluded && !collector.fits(message)) {
                exclusions.exclude(message, collector);
                excluded = true;
            }
            if (excluded && message.key() != null) {
                // A later message of this key must not overtake it on this link.
                passedOver.add(message.key());
            }
            return !excluded;
        });
    }

    private boolean isDrained(Collector collector) {
        if (collector.isFull()) {
            return true;
        }
        if (!collector.canTake()) {
            return false;
        }
        // Who drains before anything is known gets what the first report knows of.
        long upTo = collector.drainsUpTo() == NOT_YET ? firstEpoch : collector.drainsUpTo();
        HeldMessage next = next(collector);
        return next == null ? !readAhead.isReading() : next.epoch() > upTo;
    }

    /** Hands what was decided to the loop and asks for what is missing; after every output has offered. */
    void submit() {
        for (HeldLane lane : lanes) {
            lane.submit(readAhead.lane(lane.lane().partition()).readTo(), hub.requests());
        }
        boolean urgent = collectors.stream().anyMatch(Collector::canTake);
        if (collectors.isEmpty()) {
            giveBack();
        } else {
            readAhead.ask(urgent);
        }
        readAhead.setAppetite(!collectors.isEmpty(), urgent);
        browses.forEach(Browse::submit);
    }

    /** Returns whether a turn told what is held here. */
    boolean isKnown() {
        return readAhead.isKnown();
    }

    /** Returns whether it only waits: nothing was ever held here, as far as known. */
    boolean isUnused() {
        return !readAhead.wasUsed();
    }

    /** Returns whether no link is left and nothing is undecided, so that its memory can be released. */
    boolean isIdle() {
        return collectors.isEmpty()
                && browses.isEmpty()
                && lanes.stream().allMatch(lane -> lane.settling().isQuiet());
    }

    /** Stops to watch; remembers only which messages were delivered before. */
    void close() {
        for (HeldLane lane : lanes) {
            for (HeldMessage message : lane.messages()) {
                remember(lane, message);
            }
        }
        readAhead.close();
        hub.requests().unwatch(address);
    }

    private List<LaneSpan> spans() {
        List<LaneSpan> spans = new ArrayList<>();
        for (HeldLane lane : lanes) {
            spans.add(lane.span(readAhead.lane(lane.lane().partition()).readTo()));
        }
        return spans;
    }
}
