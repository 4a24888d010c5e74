package io.roundabout.vehicle.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the fake hub keeps and remembers, over its restarts too, and what it was told to do. Guarded by its own lock. */
final class FakeMemory {
    /** Within which {@link #awaitDeciding} sees that a connection was cut; nobody waits for it to pass. */
    private static final long LOOK_MILLIS = 50;

    private static final String CONFLICT = "conflict the id has another body";

    private record Identity(String stream, Optional<String> key, Optional<String> id) {
        static Identity of(ReceivedMessage message) {
            return new Identity(message.stream(), message.key(), message.id());
        }
    }

    /**
     * What became of a message.
     *
     * @param refused why it was not kept
     * @param repeated whether it was known by its id
     */
    record Decision(Optional<String> refused, boolean repeated) {}

    private final List<ReceivedMessage> messages = new ArrayList<>();
    private final Map<Identity, byte[]> ids = new HashMap<>();
    private final Map<String, FakeSession> sessions = new HashMap<>();
    private Function<ReceivedMessage, Optional<String>> rule = message -> Optional.empty();
    private String turningAway = "";
    private boolean holding;
    private @Nullable Long cutAfter;

    synchronized List<ReceivedMessage> messages() {
        return List.copyOf(messages);
    }

    synchronized void refuse(Function<ReceivedMessage, Optional<String>> newRule) {
        rule = newRule;
    }

    synchronized void turnAway(String codeAndText) {
        turningAway = codeAndText;
    }

    synchronized String turningAway() {
        return turningAway;
    }

    synchronized void hold(boolean newHolding) {
        holding = newHolding;
        notifyAll();
    }

    synchronized void cutAfter(long decided) {
        cutAfter = decided;
    }

    synchronized void forget() {
        sessions.clear();
    }

    /** Waits while decisions are held. */
    synchronized void awaitDeciding(BooleanSupplier cut) throws IOException {
        try {
            while (holding && !cut.getAsBoolean()) {
                wait(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (cut.getAsBoolean()) {
            throw new IOException("the connection was cut");
        }
    }

    synchronized boolean isHolding() {
        return holding;
    }

    synchronized boolean knows(String session) {
        return sessions.containsKey(session);
    }

    /** Gives the session to {@code connection}; the one that had it is fenced off. */
    synchronized FakeSession join(String name, FakeConnection connection) {
        FakeSession session = sessions.computeIfAbsent(name, id -> new FakeSession());
        FakeConnection before = session.owner;
        if (before != null && before != connection) {
            before.cut();
        }
        session.owner = connection;
        return session;
    }

    synchronized long last(FakeSession session) {
        return session.last;
    }

    /** Returns the refusals of messages above number {@code known}, as lines. */
    synchronized List<String> refusals(FakeSession session, long known) {
        return session.refusals.stream()
                .filter(refusal -> refusal.number() > known)
                .map(refusal -> "-err " + refusal.number() + " " + refusal.why())
                .toList();
    }

    /** Returns why the test wants this message to be refused. */
    synchronized Optional<String> judge(ReceivedMessage message) {
        return rule.apply(message);
    }

    /**
     * Keeps or refuses a message.
     *
     * @throws IOException if the connection is broken now, with nothing said
     */
    synchronized Decision decide(
            FakeConnection by, FakeSession session, ReceivedMessage message, Optional<String> problem)
            throws IOException {
        throwIfFenced(by, session);
        Optional<String> why = problem.isPresent() ? problem : judge(message);
        Decision decision = why.isPresent() ? new Decision(why, false) : keep(message);
        session.last = message.number();
        decision.refused().ifPresent(refused -> session.refuse(message.number(), refused));
        countDown(1);
        return decision;
    }

    /**
     * Keeps all of a batch, or nothing of it if there is a problem.
     *
     * @return what its vehicle is to be told now: an id with another body, and why nothing is kept
     * @throws IOException if the connection is broken now, with nothing said
     */
    synchronized List<FakeSession.Refusal> decide(
            FakeConnection by, FakeSession session, FakeBatch batch, Optional<String> problem) throws IOException {
        throwIfFenced(by, session);
        List<FakeSession.Refusal> refusals = new ArrayList<>();
        session.last += batch.count();
        batch.refused().ifPresent(refused -> session.refuse(refused.number(), refused.why()));
        if (problem.isPresent()) {
            refusals.add(new FakeSession.Refusal(session.last, problem.get()));
        } else {
            conflict(batch.messages()).ifPresent(conflict -> {
                refusals.add(new FakeSession.Refusal(conflict.number(), CONFLICT));
                refusals.add(new FakeSession.Refusal(session.last, FakeBatch.REFUSED));
            });
        }
        if (refusals.isEmpty()) {
            batch.messages().forEach(this::keep);
        }
        refusals.forEach(refusal -> session.refuse(refusal.number(), refusal.why()));
        countDown(batch.count());
        return refusals;
    }

    /** Returns the first message of a batch whose id is known with another body, or comes with two in the batch. */
    private Optional<ReceivedMessage> conflict(List<ReceivedMessage> batch) {
        Map<Identity, byte[]> own = new HashMap<>();
        return batch.stream()
                .filter(message -> message.id().isPresent())
                .filter(message -> {
                    own.putIfAbsent(Identity.of(message), message.body());
                    byte[] first = ids.getOrDefault(Identity.of(message), own.get(Identity.of(message)));
                    return !Arrays.equals(first, message.body());
                })
                .findFirst();
    }

    private Decision keep(ReceivedMessage message) {
        if (message.id().isPresent()) {
            byte[] known = ids.putIfAbsent(Identity.of(message), message.body());
            if (known != null) {
                boolean same = Arrays.equals(known, message.body());
                return new Decision(same ? Optional.empty() : Optional.of(CONFLICT), same);
            }
        }
        messages.add(message);
        return new Decision(Optional.empty(), false);
    }

    private static void throwIfFenced(FakeConnection by, FakeSession session) throws IOException {
        if (session.owner != by) {
            throw new IOException("fenced off by another connection");
        }
    }

    private void countDown(long decided) throws IOException {
        if (cutAfter == null) {
            return;
        }
        long left = cutAfter - decided;
        cutAfter = left > 0 ? left : null;
        if (left <= 0) {
            throw new IOException("cut as the test asked");
        }
    }
}
