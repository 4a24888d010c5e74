package io.roundabout.entrance;

import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What all connections of an entrance share, and when a cut is closed. Everything in it is confined to the one event loop
 * of the entrance.
 *
 * <p>At most two cuts are undecided. With none, the open cut is closed at the end of the loop's turn, so that a single
 * message waits for nothing; with one, only when it is worth a turn of its own; with two, never.
 */
final class EntranceLoop {
    private static final int MOST_UNDECIDED_CUTS = 2;

    /** With one cut undecided, the next is closed at this size, in bytes. */
    private static final int WORTH_A_CUT_BYTES = 256 << 10;

    /** What one read takes at most, in bytes. */
    static final int READ_BYTES = 65_536;

    private final EntranceSettings settings;
    private final EventLoop loop;
    private final StreamDoors doors;
    private final MessageCheck check = new MessageCheck();
    private final Sessions sessions;
    private final OpenCut cut;
    private final CutQueue queue;
    private final Ledger ledger;
    private final byte[] readBuffer = new byte[READ_BYTES];
    private final Set<VehicleConnection> connections = new LinkedHashSet<>();

    private final Set<WholeSender> senders = new LinkedHashSet<>();

    /** Those with input that there is no room for yet, who wait longest first. */
    private final Set<Held> held = new LinkedHashSet<>();

    private final Holds holds = new Holds();
    private final Refused refused = new Refused();

    /** Sessions with messages that are committed and wait for cursors. */
    private final Set<Session> withholding = new LinkedHashSet<>();

    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private boolean turnEndScheduled;
    private boolean draining;

    EntranceLoop(
            EntranceSettings settings, HubLine hub, Partitions partitions, EventLoop loop, Executor storingThread) {
        this.settings = settings;
        this.loop = loop;
        this.doors = new StreamDoors(hub);
        this.sessions = new Sessions(hub, partitions, loop);
        this.cut = new OpenCut(partitions);
        this.queue = new CutQueue(hub, loop, storingThread);
        this.ledger = new Ledger(settings, cut, queue);
    }

    EntranceSettings settings() {
        return settings;
    }

    boolean isCurrentThread() {
        return loop.inEventLoop();
    }

    StreamDoors doors() {
        return doors;
    }

    MessageCheck check() {
        return check;
    }

    Sessions sessions() {
        return sessions;
    }

    OpenCut cut() {
        return cut;
    }

    Ledger ledger() {
        return ledger;
    }

    Holds holds() {
        return holds;
    }

    Refused refused() {
        return refused;
    }

    EntranceFigures figures() {
        Map<String, Integer> reasons = new HashMap<>();
        for (VehicleConnection connection : connections) {
            Hold hold = connection.hold();
            if (hold != null) {
                reasons.merge(hold.reason(), 1, Integer::sum);
            }
        }
        return new EntranceFigures(connections.size(), reasons, refused.messages(), refused.connections());
    }

    /** The array that reads go through, one connection at a time. */
    byte[] readBuffer() {
        return readBuffer;
    }

    int connections() {
        return connections.size();
    }

    boolean isDraining() {
        return draining;
    }

    void add(VehicleConnection connection) {
        assert isCurrentThread();
        connections.add(connection);
    }

    void remove(VehicleConnection connection) {
        connections.remove(connection);
        held.remove(connection);
        holds.remove(connection);
        completeDrain();
    }

    void add(WholeSender sender) {
        assert isCurrentThread();
        senders.add(sender);
        if (draining) {
            sender.drain();
        }
    }

    void remove(WholeSender sender) {
        senders.remove(sender);
        held.remove(sender);
        holds.remove(sender);
        completeDrain();
    }

    /** Returns who is connected. */
    List<VehicleReport> vehicles() {
        long now = System.nanoTime();
        return connections.stream().map(connection -> connection.report(now)).toList();
    }

    /** Returns whether one with input waits for room. */
    boolean isHeld(Held one) {
        return held.contains(one);
    }

    /** Lets one with input wait for room. */
    void hold(Held waiting) {
        held.add(waiting);
    }

    /** Hears that a connection gave back room that no cut took: no decision will tell those that wait for it. */
    void gaveRoom() {
        loop.execute(this::resumeHeld);
    }

    /** Hears that a connection has let go of its session. */
    void left(Session session, VehicleConnection connection) {
        if (session.isResumable()) {
            sessions.leave(session.id(), connection);
        } else {
            sessions.leave(session);
        }
    }

    /** Hears that a message was put into the open cut. */
    void framed() {
        if (!turnEndScheduled) {
            turnEndScheduled = true;
            // Runs after the reads of this turn, so that a burst becomes one cut.
            loop.execute(this::endTurn);
        }
    }

    void attach(CutSink sink) {
        queue.attach(sink);
        closeCutIfDue();
    }

    void detach(CutSink sink) {
        queue.detach(sink);
    }

    void decided(Decision decision) {
        assert isCurrentThread();
        ClosedCut decided = queue.decided(decision.cut());
        if (decided == null) {
            return;
        }
        for (Waits waits : decision.waits()) {
            waits.forEach((position, cursor) -> decided.numbering().find(position, (session, number) -> {
                session.withhold(number, waits.partition(), cursor);
                withholding.add(session);
            }));
        }
        for (CutPart part : decided.parts()) {
            Session session = part.session();
            if (decision.kept()) {
                LateAnswers late = decision.late().getOrDefault(session.id(), LateAnswers.NONE);
                refused.committed(part, late);
                session.committed(part, late);
            } else {
                session.givenUp(part);
            }
            sessions.settled(session);
        }
        closeCutIfDue();
        resumeHeld();
    }

    void cursorsDone(int partition, long before) {
        withholding.removeIf(session -> !session.cursorsDone(partition, before));
    }

    CompletableFuture<Void> drain() {
        draining = true;
        List.copyOf(connections).forEach(VehicleConnection::drain);
        List.copyOf(senders).forEach(WholeSender::drain);
        closeCutIfDue();
        completeDrain();
        return drained;
    }

    /** Looks after deadlines. */
    void tick() {
        long now = System.nanoTime();
        for (VehicleConnection connection : List.copyOf(connections)) {
            connection.tick(now);
        }
    }

    private void endTurn() {
        turnEndScheduled = false;
        closeCutIfDue();
    }

    private void closeCutIfDue() {
        if (cut.isEmpty() || !queue.hasSink() || queue.undecided() >= MOST_UNDECIDED_CUTS) {
            return;
        }
        if (queue.undecided() == 0 || cut.bytes() >= WORTH_A_CUT_BYTES || draining) {
            queue.add(cut.close());
            resumeHeld();
        }
    }

    private void resumeHeld() {
        List<Held> waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(Held::run);
    }

    private void completeDrain() {
        if (draining && connections.isEmpty() && senders.isEmpty()) {
            drained.complete(null);
        }
    }
}
