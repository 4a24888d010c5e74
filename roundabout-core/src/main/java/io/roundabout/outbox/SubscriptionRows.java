package io.roundabout.outbox;

import io.roundabout.outbox.SubscriptionRequest.Lasting;
import io.roundabout.outbox.SubscriptionRequest.Start;
import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.HeldState;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * A subscription in one partition during one turn: a place of its own in the messages of its topic, which are stored once
 * for all. Its lane has the numbers of the topic's; what it has no more above its head is marked. Confined to the turn.
 */
final class SubscriptionRows implements OpenLane {
    private final HeldState state;
    private final Lane lane;
    private final int address;
    private final int topic;
    private final FreshRows fresh;
    private final AttemptRows attempts;
    private final SettledMarks marks;
    private final Departed departed = new Departed();
    private SubscriptionState facts;
    private long head;
    private long next;
    private long held;
    private long madeNow;
    private First first;
    private boolean touched;

    /**
     * Opens it.
     *
     * @param facts what is stored of it
     * @param topic number of the topic's address
     * @param appetite bytes of fresh messages to hand over
     */
    SubscriptionRows(HeldPartition partition, Lane lane, SubscriptionState facts, int topic, int appetite) {
        this.state = partition.rows();
        this.lane = lane;
        this.address = partition.names().number(lane.address());
        this.facts = facts;
        this.topic = topic;
        LaneHead stored = LaneHead.read(state.get(RowKey.lane(address)));
        head = stored.head();
        next = stored.next();
        held = stored.held();
        attempts = new AttemptRows(state, address, stored.attempted());
        marks = new SettledMarks(state, address, held < next - head);
        fresh = new FreshRows(appetite);
        first = held == 0 ? First.NOW : First.BEFORE;
    }

    SubscriptionState facts() {
        return facts;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public boolean isEmpty() {
        return held == 0;
    }

    @Override
    public First first() {
        return first;
    }

    /** What the topic has no more was made long ago. */
    @Override
    public @Nullable Standing firstFrom(long from) {
        for (long number = Math.max(from, head); held > 0 && number < next; number++) {
            if (!marks.isSet(number)) {
                byte[] stored = state.get(RowKey.message(topic, number));
                return new Standing(number, stored == null ? 0 : StoredMessage.createdMillisOf(stored));
            }
        }
        return null;
    }

    /** Begins, with what the topic holds. */
    void begin(Start start, Lasting lasting, long topicHead, long topicNext) {
        touched = true;
        first = start == Start.NEW ? First.NOW : First.UNKNOWN;
        head = start == Start.NEW ? topicNext : topicHead;
        next = head;
        facts = new SubscriptionState(lasting, SubscriptionState.ATTACHED, SubscriptionState.LOOKED_THROUGH);
        if (start == Start.HELD) {
            extend(topicNext);
        } else if (start == Start.LATEST && head < topicNext) {
            facts = new SubscriptionState(lasting, SubscriptionState.ATTACHED, topicNext);
        }
    }

    private void extend(long to) {
        held += to - next;
        madeNow += to - next;
        next = to;
    }

    /** Goes on with a link. */
    void attach(Lasting lasting) {
        touched = true;
        facts = SubscriptionState.attached(facts, lasting);
    }

    /** Goes on without a link. */
    void leave(long nowMillis) {
        touched = true;
        facts = facts.left(nowMillis);
    }

    /** Removes every row it has. */
    void end() {
        marks.removeAll(head, next);
        for (long number = head; number < next && attempts.messages() > 0; number++) {
            attempts.forget(number);
        }
        state.remove(RowKey.lane(address));
        state.remove(RowKey.subscription(address));
    }

    /** Has a message that the topic made. */
    void follow(long number, byte[] stored) {
        touched = true;
        if (!facts.isBehind()) {
            passOver(number);
            fresh.offer(number, stored);
            extend(number + 1);
        }
    }

    /** What was made while other rules had a queue here was the queue's alone. It held nothing then, or the rules were refused. */
    private void passOver(long number) {
        if (number > next && held == 0) {
            head = number;
            next = number;
        }
    }

    /**
     * Looks through what was there when it began, for the latest of each key.
     *
     * @param most messages to look at
     * @param topicNext number of the topic's next message
     */
    void lookThrough(int most, NewestRows newest, long topicNext) {
        touched = true;
        first = First.UNKNOWN;
        long end = Math.min(facts.until(), next + most);
        while (next < end) {
            byte[] stored = state.get(RowKey.message(topic, next));
            boolean outdated = stored == null
                    || newest.isOutdated(StoredMessage.read(stored).key(), next);
            extend(next + 1);
            if (outdated) {
                settle(next - 1, Counter.SUPERSEDED);
            }
        }
        advance();
        if (next == facts.until()) {
            facts = facts.lookedThrough();
            extend(topicNext);
        }
    }

    @Override
    public boolean isTouched() {
        return touched;
    }

    @Override
    public boolean isUsed() {
        return true;
    }

    @Override
    public void accept(long first, long last) {
        long end = Math.min(last, next - 1);
        if (first <= head && held == next - head && attempts.messages() == 0 && head <= end) {
            departed.add(Counter.ACCEPTED, end - head + 1);
            held -= end - head + 1;
            head = end + 1;
        } else {
            forEachHeld(first, end, number -> settle(number, Counter.ACCEPTED));
        }
    }

    @Override
    public void remove(long first, long last, Counter way, Taker taker) {
        forEachHeld(first, Math.min(last, next - 1), number -> {
            byte[] stored = state.get(RowKey.message(topic, number));
            settle(number, way);
            if (stored != null) {
                taker.take(stored);
            }
        });
    }

    @Override
    public void fail(long first, long last) {
        forEachHeld(first, Math.min(last, next - 1), attempts::count);
    }

    private interface Numbers {
        void visit(long number);
    }

    private void forEachHeld(long first, long last, Numbers action) {
        for (long number = Math.max(first, head); number <= last; number++) {
            if (!marks.isSet(number)) {
                action.visit(number);
            }
        }
    }

    private void settle(long number, Counter way) {
        marks.set(number);
        held--;
        attempts.forget(number);
        departed.add(way, 1);
    }

    /** It knows its head itself. */
    @Override
    public void advanceHead(long wanted) {
        touched = true;
        advance();
        if (head < Math.min(wanted, next)) {
            throw new IllegalStateException(
                    "lane " + lane + " holds message " + head + ", but its head is to be " + wanted + " of " + next);
        }
    }

    private void advance() {
        while (head < next && held < next - head && marks.isSet(head)) {
            marks.clear(head);
            head++;
        }
    }

    @Override
    public Page page(PageRequest request) {
        long until = Math.min(request.until(), next);
        boolean whole = held == next - head;
        return new RowReading(state, topic, attempts, number -> whole || !marks.isSet(number), request.maxBytes())
                .read(Math.max(request.from(), head), until)
                .page(request, until);
    }

    @Override
    public LaneReport report() {
        return fresh.report(lane, head, next);
    }

    @Override
    public void flush(LedgerRow ledger) {
        marks.flush();
        state.put(RowKey.lane(address), new LaneHead(head, next, held, attempts.messages(), 0).write());
        state.put(RowKey.subscription(address), facts.write());
        LedgerLine line = LedgerLine.of(address);
        ledger.add(line, Counter.MADE, madeNow);
        departed.flush(line, ledger);
    }

    @Override
    public void requireBalance(LedgerRow total) {
        Departed.requireBalance(lane, LedgerLine.of(address), held, total);
    }
}
