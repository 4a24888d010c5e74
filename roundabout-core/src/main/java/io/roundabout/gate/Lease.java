package io.roundabout.gate;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are with somebody who has no link, until they are settled or time is up. Competes for them as a link does.
 * Confined to the gate's event loop.
 *
 * <pre>
 *   gathering --enough, or all there was--> lent --all settled--> over
 *       '-----nothing in time-----> over      '----time is up, given back----> over
 * </pre>
 */
final class Lease implements Collector {
    /** One with so many bytes gets no more messages: an answer is built in memory. */
    static final long MOST_BYTES = 4 << 20;

    private static final long NOT_DRAINING = Long.MIN_VALUE;
    private static final int LABEL = 8;
    private static final int MOST_DETAIL = 1_024;

    private final String id;
    private final Output output;
    private final int most;
    private final UnsettledBudget budget;
    private final Runnable enough;
    private final Map<String, HeldMessage> held = new LinkedHashMap<>();
    private final Map<String, Disposal> settled = new HashMap<>();
    private final Set<String> lapsed = new HashSet<>();
    private final List<CompletableFuture<LeaseReport>> waiting = new ArrayList<>();
    private @Nullable Disposal rest;
    private String over = "";
    private boolean gathering = true;
    private long bytes;
    private long drainsUpTo;
    private int uncommitted;

    /**
     * Creates it with nothing.
     *
     * @param most messages at most
     * @param enough called, perhaps while the output offers, when it has all there was
     */
    Lease(String id, Output output, int most, UnsettledBudget budget, Runnable enough) {
        this.id = id;
        this.output = output;
        this.most = most;
        this.budget = budget;
        this.enough = enough;
        drainsUpTo = output.lastEpoch();
    }

    String id() {
        return id;
    }

    Output output() {
        return output;
    }

    boolean isGathering() {
        return gathering;
    }

    /** Returns whether it gathers what is there now; if not, it has all of that. */
    boolean isDraining() {
        return drainsUpTo != NOT_DRAINING;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Returns the messages it has or had. */
    int size() {
        return held.size() + settled.size() + lapsed.size();
    }

    /** Returns whether there is no memory for a first message. */
    boolean lacksMemory() {
        return !budget.hasRoom(bytes, output);
    }

    /** Gathers no more; returns what it has. */
    List<LeasedMessage> close() {
        gathering = false;
        drainsUpTo = NOT_DRAINING;
        return held.values().stream().map(LeasedMessage::of).toList();
    }

    @Override
    public boolean canTake() {
        return gathering && !isFull() && budget.hasRoom(bytes, output);
    }

    @Override
    public boolean isFull() {
        return held.size() >= most || bytes >= MOST_BYTES || (bytes > 0 && !budget.hasRoom(bytes, output));
    }

    @Override
    public boolean fits(HeldMessage message) {
        return true;
    }

    @Override
    public void deliver(HeldMessage message) {
        held.put(output.idOf(message), message);
        bytes += message.bareMessage().length;
        budget.take(message.bareMessage().length);
        // What else is there now comes with it.
        drainsUpTo = output.lastEpoch();
    }

    @Override
    public long drainsUpTo() {
        return drainsUpTo;
    }

    @Override
    public void onDrained() {
        drainsUpTo = NOT_DRAINING;
        enough.run();
    }

    @Override
    public Attached attached() {
        return new Attached("http", "lease " + id.substring(0, LABEL), gathering ? most - held.size() : 0, held.size());
    }

    /**
     * Does what was decided; nothing of it, if a part cannot be done. What was done before is not done again.
     *
     * @return completes once it is committed
     * @throws RoundaboutException {@code BAD_REQUEST}, {@code ALREADY_SETTLED} or {@code LEASE_OVER}
     */
    CompletableFuture<LeaseReport> decide(LeaseDecision decision) {
        decision.named().forEach(this::require);
        Disposal others = decision.rest();
        if (others != null && !lapsed.isEmpty()) {
            throw isOver();
        }
        if (others != null && rest != null && rest != others) {
            throw settledBefore("what was left of lease '" + id + "'", rest, others);
        }
        decision.named().forEach((message, disposal) -> settle(message, disposal, decision.reason()));
        if (others != null) {
            rest = others;
            List.copyOf(held.keySet()).forEach(message -> settle(message, others, decision.reason()));
        }
        return committed();
    }

    /** Returns how it stands, once all that was done is committed. */
    CompletableFuture<LeaseReport> committed() {
        CompletableFuture<LeaseReport> answer = new CompletableFuture<>();
        waiting.add(answer);
        answerIfCommitted();
        return answer;
    }

    private void require(String message, Disposal wanted) {
        Disposal before = settled.get(message);
        if (lapsed.contains(message)) {
            throw isOver();
        }
        if (before != null && before != wanted) {
            throw settledBefore("message '" + message + "'", before, wanted);
        }
        if (before == null && !held.containsKey(message)) {
            throw new RoundaboutException(
                    Fault.VEHICLE, "BAD_REQUEST", "message '" + message + "' is not of lease '" + id + "'");
        }
    }

    private RoundaboutException isOver() {
        return new RoundaboutException(
                Fault.VEHICLE,
                "LEASE_OVER",
                "lease '" + id + "' is over: " + over + ". What it had is given to others; nothing was changed now.");
    }

    private static RoundaboutException settledBefore(String what, Disposal before, Disposal wanted) {
        return new RoundaboutException(
                Fault.VEHICLE,
                "ALREADY_SETTLED",
                what + " was " + word(before) + " before, and cannot be " + word(wanted)
                        + " now. Nothing was changed.");
    }

    private static String word(Disposal disposal) {
        return disposal.name().toLowerCase(Locale.ROOT);
    }

    private void settle(String id, Disposal disposal, String reason) {
        HeldMessage message = held.remove(id);
        if (message == null) {
            return;
        }
        settled.put(id, disposal);
        letGo(message);
        switch (disposal) {
            case RELEASED -> output.release(message);
            case ACCEPTED -> output.accept(message, commit());
            case MODIFIED -> output.fail(message, commit());
            case REJECTED -> output.reject(message, cut(reason), commit());
        }
    }

    private static String cut(String reason) {
        return reason.length() <= MOST_DETAIL ? reason : reason.substring(0, MOST_DETAIL);
    }

    private Runnable commit() {
        uncommitted++;
        return () -> {
            uncommitted--;
            answerIfCommitted();
        };
    }

    private void answerIfCommitted() {
        if (uncommitted == 0) {
            List<CompletableFuture<LeaseReport>> answered = List.copyOf(waiting);
            waiting.clear();
            answered.forEach(answer -> answer.complete(report()));
        }
    }

    private LeaseReport report() {
        Map<Disposal, Integer> counts = new EnumMap<>(Disposal.class);
        settled.values().forEach(disposal -> counts.merge(disposal, 1, Integer::sum));
        return new LeaseReport(id, counts, held.size());
    }

    private void letGo(HeldMessage message) {
        bytes -= message.bareMessage().length;
        budget.give(message.bareMessage().length);
    }

    /** Gives back what it has, because of {@code why}; {@code attempted} counts as a failed delivery of each. */
    void lapse(String why, boolean attempted) {
        gathering = false;
        over = why;
        held.forEach((message, it) -> {
            lapsed.add(message);
            letGo(it);
            if (attempted) {
                output.fail(it, null);
            } else {
                output.release(it);
            }
        });
        held.clear();
    }
}
