package io.roundabout.gate;

import io.roundabout.Refusal;
import io.roundabout.entrance.PushListener;
import io.roundabout.entrance.PushedMessage;
import io.roundabout.entrance.Pusher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.impl.DeliveryImpl;
import org.apache.qpid.proton.engine.impl.ReceiverImpl;
import org.jspecify.annotations.Nullable;

/**
 * A link on which messages come in: hands them to the entrance as they become whole, and settles each when it is decided.
 * Credit is given for what is decided, not for what came. Confined to the gate's event loop.
 */
final class IncomingLink implements GateLink {
    /**
     * Messages of a link that may be undecided or on their way: three turns of the loop at full speed, 2,600 of a stream
     * each (source: benchmarks/results.md), so that credit, given back in halves, keeps no turn waiting. Below the frames
     * of a session, or the window would stop who has credit.
     */
    static final int MOST_UNDECIDED = 8_000;

    private static final String REFUSED = "roundabout:";

    private final GateConnection connection;
    private final GateParts parts;
    private final ReceiverImpl receiver;
    private final PushShare share;
    private final Pusher pusher;
    private final Deque<Undecided> undecided = new ArrayDeque<>();
    private final PartialMessage partial;
    private List<PushedMessage> whole = new ArrayList<>();
    private long decided;
    private int deliveryCount;
    private long creditLeft;
    private int averageBytes = 1;
    private boolean attached = true;
    private boolean answering = true;
    private @Nullable Runnable whenDecided;

    /**
     * A message that the entrance has.
     *
     * @param delivery to be settled, or null if its sender has settled it
     * @param bytes what it takes
     */
    private record Undecided(@Nullable DeliveryImpl delivery, int bytes) {}

    IncomingLink(GateConnection connection, GateParts parts, ReceiverImpl receiver, String stream, String vehicle) {
        this.connection = connection;
        this.parts = parts;
        this.receiver = receiver;
        this.share = connection.share();
        this.partial = new PartialMessage(share, parts.pushes().limits());
        this.pusher = parts.door().enter(stream, vehicle, new Decisions());
        receiver.setContext(this);
    }

    /** Hears of decisions on the entrance's thread and passes them on. */
    private final class Decisions implements PushListener {
        @Override
        public void decided(long last, List<Refusal> refusals) {
            connection.onLoop(() -> settleUpTo(last, refusals));
        }

        @Override
        public void givenUp(String text) {
            connection.onLoop(() -> giveBack(text));
        }
    }

    @Override
    public String name() {
        return receiver.getName();
    }

    @Override
    public LinkReport report(String container) {
        Target target = (Target) receiver.getRemoteTarget();
        return new LinkReport(
                connection.peer(), container, name(), false, target.getAddress(), creditLeft, undecided.size());
    }

    @Override
    public Role role() {
        return Role.RECEIVER;
    }

    @Override
    public boolean is(Link link) {
        return receiver == link;
    }

    @Override
    public boolean isOf(Session session) {
        return receiver.getSession() == session;
    }

    @Override
    public void onFlow(Flow flow) {
        // What the client has to send makes no difference to what it may.
    }

    @Override
    public void describe(Flow state) {
        state.setDeliveryCount(UnsignedInteger.valueOf(deliveryCount));
        state.setLinkCredit(UnsignedInteger.valueOf(creditLeft));
    }

    /** Gives credit for as many messages as there is room for. */
    void grant() {
        if (!attached || !share.hasRoom()) {
            return;
        }
        long most = Math.max(1, Math.min(MOST_UNDECIDED, parts.pushes().limits().windowBytes() / averageBytes));
        long more = most - undecided.size() - creditLeft;
        if (more >= (most + 1) / 2 || (more > 0 && creditLeft == 0)) {
            creditLeft += more;
            receiver.flow((int) more);
            parts.passes().write(connection);
        }
    }

    /** Checks a transfer before Proton-J takes it (AMQP 1.0 section 2.6.7). */
    void onTransfer(Transfer transfer) {
        if (!attached || partial.isBegun()) {
            return;
        }
        if (transfer.getDeliveryId() == null || transfer.getDeliveryTag() == null) {
            throw new ProtocolViolation(AmqpError.INVALID_FIELD, "a delivery without delivery-id or delivery-tag");
        }
        if (creditLeft <= 0) {
            throw new ProtocolViolation(
                    LinkError.TRANSFER_LIMIT_EXCEEDED, "a transfer without credit on link '" + name() + "'");
        }
    }

    @Override
    public void onDelivery(DeliveryImpl delivery) {
        for (DeliveryImpl current = receiver.current(); current != null; current = receiver.current()) {
            if (!attached) {
                receiver.recv();
                if (current.isPartial()) {
                    return;
                }
                receiver.advance();
                current.disposition(Released.getInstance());
                current.settle();
            } else if (current.isAborted()) {
                partial.abort();
                endDelivery();
                current.settle();
                grant();
            } else {
                if (!partial.isBegun()) {
                    partial.begin();
                }
                partial.append(receiver.recv());
                if (current.isPartial()) {
                    partial.watch(connection);
                    return;
                }
                endDelivery();
                take(current);
            }
        }
    }

    private void endDelivery() {
        receiver.advance();
        deliveryCount++;
        creditLeft--;
    }

    private void take(DeliveryImpl delivery) {
        PushedMessage message = partial.finish(parts.decoder());
        averageBytes += (message.bytes() - averageBytes) / 8;
        averageBytes = Math.max(averageBytes, 1);
        boolean settled = delivery.remotelySettled();
        if (settled) {
            delivery.settle();
        }
        undecided.add(new Undecided(settled ? null : delivery, message.bytes()));
        whole.add(message);
        parts.passes().write(connection);
    }

    @Override
    public void onWritten() {
        push();
    }

    private void push() {
        if (!whole.isEmpty()) {
            pusher.push(whole);
            whole = new ArrayList<>();
        }
    }

    private void settleUpTo(long last, List<Refusal> refusals) {
        Iterator<Refusal> refused = refusals.iterator();
        Refusal next = refused.hasNext() ? refused.next() : null;
        long bytes = 0;
        while (decided < last && !undecided.isEmpty()) {
            decided++;
            Undecided message = undecided.remove();
            bytes += message.bytes();
            if (next != null && next.number() == decided) {
                parts.counts().add(GateEvent.PUSH_REFUSED);
                answer(message.delivery(), rejected(next));
                next = refused.hasNext() ? refused.next() : null;
            } else {
                parts.counts().add(GateEvent.PUSHED);
                answer(message.delivery(), Accepted.getInstance());
            }
        }
        share.give(bytes);
        grant();
        endIfDecided();
    }

    private static Rejected rejected(Refusal refusal) {
        Rejected rejected = new Rejected();
        rejected.setError(
                new ErrorCondition(Symbol.valueOf(REFUSED + refusal.code().word()), refusal.text()));
        return rejected;
    }

    private void answer(@Nullable DeliveryImpl delivery, DeliveryState state) {
        if (delivery != null && answering) {
            delivery.disposition(state);
            delivery.settle();
            parts.passes().write(connection);
        }
    }

    private void giveBack(String text) {
        long bytes = undecided.stream().mapToLong(Undecided::bytes).sum();
        answerUndecided(Released.getInstance());
        undecided.clear();
        share.give(bytes);
        detach(AmqpError.INTERNAL_ERROR, text);
        endIfDecided();
    }

    /** Tells what there is to tell of what is undecided, when there is no time to wait for more. */
    private void answerUndecided(DeliveryState state) {
        undecided.forEach(message -> answer(message.delivery(), state));
        answering = false;
    }

    /** What may have been taken, and may not. */
    private static Modified uncertain() {
        Modified modified = new Modified();
        modified.setDeliveryFailed(true);
        return modified;
    }

    /** The client sends nothing more; {@code then} is run once everything it sent is decided. */
    void finish(Runnable then) {
        takeNoMore();
        whenDecided = then;
        endIfDecided();
    }

    /** Runs now what waits for decisions. */
    void endNow() {
        answerUndecided(uncertain());
        Runnable end = whenDecided;
        whenDecided = null;
        if (end != null) {
            end.run();
        }
    }

    private void endIfDecided() {
        if (whenDecided != null && undecided.isEmpty()) {
            endNow();
        }
    }

    @Override
    public void release() {
        answering = false;
        takeNoMore();
    }

    private void takeNoMore() {
        if (attached) {
            attached = false;
            partial.abort();
            push();
            pusher.leave();
        }
    }

    @Override
    public void breakOff() {
        release();
    }

    @Override
    public void detach(Symbol condition, String text) {
        answerUndecided(uncertain());
        takeNoMore();
        if (receiver.getLocalState() == EndpointState.ACTIVE) {
            receiver.setCondition(new ErrorCondition(condition, text));
            receiver.close();
            parts.passes().write(connection);
        }
    }

    @Override
    public void free() {
        receiver.free();
    }
}
