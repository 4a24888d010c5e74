package io.roundabout.gate;

import io.roundabout.gate.Settling.Verdict;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.OutputRequests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one lane that were read and are still held, waiting or with a link, and what was decided about others.
 * Confined to the gate's event loop.
 */
final class HeldLane {
    // Lanes are read in the order of their numbers, so the eldest entry is the smallest number.
    private final Map<Long, HeldMessage> held = new LinkedHashMap<>();
    private final Settling settling;
    private final Lane lane;
    private long next;

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

    void onRead(HeldMessage message) {
        held.put(message.number(), message);
    }

    /** Learns where the lane ends; returns messages that left it without the gate, such as expired ones. */
    List<HeldMessage> onLane(LaneReport report) {
        next = report.next();
        List<HeldMessage> gone = new ArrayList<>();
        for (HeldMessage message : held.values()) {
            if (message.number() >= report.head()) {
                break;
            }
            gone.add(message);
        }
        return gone;
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

    /** Holds the last messages read no longer, as far back as all of them {@code wait}; returns them. */
    List<HeldMessage> unread(Predicate<HeldMessage> wait) {
        List<HeldMessage> read = new ArrayList<>(held.values());
        int from = read.size();
        while (from > 0 && wait.test(read.get(from - 1))) {
            from--;
        }
        List<HeldMessage> unread = read.subList(from, read.size());
        unread.forEach(this::forget);
        return unread;
    }

    /** Returns the last message read that is still held, or null. */
    @Nullable
    HeldMessage last() {
        HeldMessage last = null;
        for (HeldMessage message : held.values()) {
            last = message;
        }
        return last;
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
        return held.isEmpty() ? readTo : held.keySet().iterator().next();
    }

    Iterable<HeldMessage> messages() {
        return held.values();
    }
}
