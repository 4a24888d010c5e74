package io.roundabout.gate;

import io.roundabout.gate.Settling.Verdict;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.OutputRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one lane that were read and are still held, waiting or with a link, and what was decided about others.
 * Confined to the gate's event loop.
 */
final class HeldLane {
    private final NavigableMap<Long, HeldMessage> held = new TreeMap<>();
    private final Settling settling;
    private final Lane lane;
    private long next;
    private long dueBelow;

    HeldLane(Lane lane) {
        this.lane = lane;
        this.settling = new Settling(lane);
    }

    Lane lane() {
        return lane;
    }

    Settling settling() {
        return settling;
    }

    /** Holds a message that was read; returns false if it did already: a link has it. */
    boolean onRead(HeldMessage message) {
        return held.putIfAbsent(message.number(), message) == null;
    }

    /** Learns where the lane ends; returns messages that left it without the gate: expired, or superseded. */
    List<HeldMessage> onLane(LaneReport report) {
        next = report.next();
        List<HeldMessage> gone = new ArrayList<>();
        for (HeldMessage message : held.values()) {
            if (message.number() >= report.head()) {
                break;
            }
            gone.add(message);
        }
        for (long number : report.gone()) {
            HeldMessage message = number < report.head() ? null : held.get(number);
            if (message != null) {
                gone.add(message);
            }
        }
        return gone;
    }

    /**
     * Hears that all below a number waited too long: decides that it goes, read or not, but for what links have.
     *
     * @param readTo smallest number that was not read yet
     * @param waits which of those that were read are with no link
     * @return those of them that go
     */
    List<HeldMessage> expire(long below, long readTo, Predicate<HeldMessage> waits) {
        dueBelow = Math.max(dueBelow, below);
        List<HeldMessage> gone =
                held.headMap(below).values().stream().filter(waits).toList();
        for (long number = readTo; number < below; number++) {
            if (!held.containsKey(number)) {
                settling.settle(number, Verdict.EXPIRED, null);
            }
        }
        gone.forEach(message -> settle(message, Verdict.EXPIRED, null));
        return gone;
    }

    /** Returns whether a message waited too long while a link had it. */
    boolean isDue(HeldMessage message) {
        return message.number() < dueBelow;
    }

    /** Forgets what waited too long: other rules are in force, and it is said again. */
    void forgetDue() {
        dueBelow = 0;
    }

    /** Decides about a message; unless it stays, it is held no longer. */
    void settle(HeldMessage message, Verdict verdict, @Nullable Runnable whenCommitted) {
        if (verdict.removes()) {
            held.remove(message.number());
        }
        settling.settle(message.number(), verdict, whenCommitted);
    }

    /** Returns whether it is still held: it may have expired while a link had it. */
    boolean holds(HeldMessage message) {
        return held.containsKey(message.number());
    }

    void forget(HeldMessage message) {
        held.remove(message.number());
    }

    /** Holds messages that {@code wait} no longer; returns them, in the order of their numbers. */
    List<HeldMessage> unread(Predicate<HeldMessage> wait) {
        List<HeldMessage> unread = held.values().stream().filter(wait).toList();
        unread.forEach(this::forget);
        return unread;
    }

    /** Returns the last message that is held before {@code number}, or null. */
    @Nullable
    HeldMessage before(long number) {
        Map.Entry<Long, HeldMessage> before = held.lowerEntry(number);
        return before == null ? null : before.getValue();
    }

    void submit(long readTo, OutputRequests requests) {
        if (settling.hasSteps()) {
            settling.submit(head(readTo), requests);
        }
    }

    LaneSpan span(long readTo) {
        return new LaneSpan(lane.partition(), head(readTo), next);
    }

    private long head(long readTo) {
        return held.isEmpty() ? readTo : Math.min(readTo, held.firstKey());
    }

    Iterable<HeldMessage> messages() {
        return held.values();
    }
}
