package io.roundabout.gate;

import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.codec.CompositeReadableBuffer;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.impl.DeliveryImpl;
import org.apache.qpid.proton.engine.impl.SenderImpl;
import org.jspecify.annotations.Nullable;

/** A link on which messages go out: sends what its output offers, and tells it what the client decides. Confined to the
 * gate's event loop. */
final class OutgoingLink implements Collector, GateLink {
    // Proton-J goes over all that is queued for each 64 KiB it writes, so little is queued at a time.
    private static final int MOST_QUEUED = 256;
    /** Characters kept of a client's reason: as many as a dead letter keeps. */
    private static final int MOST_DETAIL = 1_024;

    private final GateConnection connection;
    private final GateParts parts;
    private final SenderImpl sender;
    private final Output output;
    final Taking taking;
    private final boolean sentSettled;
    private final Credit credit = new Credit();
    private int tag;
    private long unsettledBytes;
    private long drainsUpTo = Long.MIN_VALUE;
    private boolean gaveUpCredit;
    private boolean awaitsRoom;
    private boolean attached = true;
    private final @Nullable String subscription;
    private boolean begun;
    private boolean closes;

    /** @param subscription address of its subscription, which it waits for to be committed; null if it has none */
    OutgoingLink(
            GateConnection connection,
            SenderImpl sender,
            Output output,
            GateParts parts,
            @Nullable String subscription) {
        this.subscription = subscription;
        begun = subscription == null;
        this.connection = connection;
        this.parts = parts;
        this.sender = sender;
        this.output = output;
        this.sentSettled = sender.getRemoteSenderSettleMode() == SenderSettleMode.SETTLED;
        this.taking = Taking.of(sender, subscription != null);
        sender.setContext(this);
    }

    @Override
    public String name() {
        return sender.getName();
    }

    @Override
    public Role role() {
        return Role.SENDER;
    }

    /** Hears that its subscription is committed. */
    void begin() {
        begun = true;
        output.wake();
    }

    /** Hears that the client wants its subscription to end with this link. */
    void unsubscribe() {
        closes = true;
    }

    /** Begins to collect. */
    void start() {
        if (taking == Taking.COPY) {
            output.browse(this);
        } else {
            output.attach(this);
        }
    }

    /** Takes the credit of a flow frame; corrects the frame where Proton-J would misread it. */
    @Override
    public void onFlow(Flow flow) {
        int seen = flow.getDeliveryCount() == null ? 0 : flow.getDeliveryCount().intValue();
        int granted = flow.getLinkCredit().intValue();
        credit.grant(seen, granted);
        int written = credit.deliveryCount() - sender.getQueued();
        if (Credit.underWay(written, seen) > Integer.toUnsignedLong(granted)) {
            flow.setDeliveryCount(UnsignedInteger.valueOf(written));
            flow.setLinkCredit(UnsignedInteger.ZERO);
        }
        gaveUpCredit = flow.getDrain() && credit.left() == 0;
        drainsUpTo = flow.getDrain() && credit.left() > 0 ? output.lastEpoch() : Long.MIN_VALUE;
        output.wake();
    }

    /** Writes into a flow frame what this link has sent and may still send; what is queued is not sent yet. */
    @Override
    public void describe(Flow state) {
        int queued = sender.getQueued();
        state.setDeliveryCount(UnsignedInteger.valueOf(credit.deliveryCount() - queued));
        state.setLinkCredit(UnsignedInteger.valueOf(Math.min(credit.left() + queued, Credit.UNSIGNED)));
    }

    @Override
    public boolean canTake() {
        if (!begun || credit.left() == 0 || gaveUpCredit || isFull() || !hasShare()) {
            return false;
        }
        boolean room = sender.getQueued() < MOST_QUEUED && connection.isWritable();
        awaitsRoom |= !room;
        return room;
    }

    @Override
    public boolean isFull() {
        return sender.getUnsettled() >= parts.settings().maxUnsettledMessages()
                || unsettledBytes >= parts.settings().maxUnsettledBytes()
                || (unsettledBytes > 0 && !hasShare());
    }

    private boolean hasShare() {
        return parts.unsettled().hasRoom(unsettledBytes, output);
    }

    @Override
    public boolean fits(HeldMessage message) {
        UnsignedLong most = sender.getRemoteMaxMessageSize();
        if (most == null || most.equals(UnsignedLong.ZERO)) {
            return true;
        }
        int size = MessageEncoder.HEADER_BYTES + message.bareMessage().length;
        boolean fits = most.bigIntegerValue().bitLength() > Long.SIZE - 1 || size <= most.longValue();
        if (!fits) {
            parts.counts().add(GateEvent.PASSED_OVER);
        }
        return fits;
    }

    @SuppressWarnings("IllegalCatch") // What Proton-J throws concerns this connection only.
    @Override
    public void deliver(HeldMessage message) {
        DeliveryImpl delivery;
        try {
            delivery = send(message);
        } catch (RuntimeException e) {
            connection.fail(new HubFault(e));
            if (taking != Taking.COPY) {
                output.release(message);
            }
            return;
        }
        credit.use();
        if (!sentSettled) {
            delivery.setContext(message);
            holdsMore(message.bareMessage().length);
        } else if (taking == Taking.SETTLED_WHEN_SENT) {
            output.accept(message, null);
        }
        if (credit.left() == 0 && drainsUpTo != Long.MIN_VALUE) {
            // Some clients only know that they are drained when a flow frame says so.
            onDrained();
        }
        parts.counts().add(GateEvent.DELIVERED);
        parts.passes().write(connection);
    }

    private DeliveryImpl send(HeldMessage message) {
        DeliveryImpl delivery =
                sender.delivery(ByteBuffer.allocate(Integer.BYTES).putInt(tag++).array());
        sender.sendNoCopy(new CompositeReadableBuffer()
                .append(MessageEncoder.header(message))
                .append(message.bareMessage()));
        if (sentSettled) {
            delivery.settle();
        } else {
            sender.advance();
        }
        return delivery;
    }

    @Override
    public Attached attached() {
        return new Attached(
                String.valueOf(sender.getSession().getConnection().getRemoteContainer()),
                name(),
                credit.left(),
                sender.getUnsettled());
    }

    @Override
    public long drainsUpTo() {
        return drainsUpTo;
    }

    @Override
    public void onDrained() {
        drainsUpTo = Long.MIN_VALUE;
        gaveUpCredit = true;
        parts.passes().write(connection);
    }

    @Override
    public void onWritten() {
        if (gaveUpCredit && sender.getQueued() == 0) {
            gaveUpCredit = false;
            // Proton-J gives up credit only where its int is positive; the frame has the true number.
            sender.setCredit(1);
            sender.drained();
            credit.drain();
            parts.passes().write(connection);
        }
        if (awaitsRoom && sender.getQueued() < MOST_QUEUED / 2 && connection.isWritable()) {
            awaitsRoom = false;
            output.wake();
        }
    }

    @Override
    public void onDelivery(DeliveryImpl delivery) {
        if (delivery.isUpdated()) {
            onDisposition(delivery);
        }
    }

    private void onDisposition(DeliveryImpl delivery) {
        boolean settled = delivery.remotelySettled();
        DeliveryState state = delivery.getRemoteState();
        if (attached && delivery.getContext() instanceof HeldMessage message && (settled || state instanceof Outcome)) {
            delivery.setContext(null);
            holdsLess(message.bareMessage().length);
            settleInOutput(message, state, settled ? null : () -> settle(delivery, state));
            output.wake();
        }
        if (settled) {
            delivery.settle();
        } else {
            delivery.clear();
        }
    }

    private void holdsMore(int bytes) {
        unsettledBytes += bytes;
        parts.unsettled().take(bytes);
    }

    private void holdsLess(long bytes) {
        unsettledBytes -= bytes;
        parts.unsettled().give(bytes);
    }

    @SuppressWarnings("IllegalCatch") // Whatever it is, the output is no longer to be trusted.
    private void settleInOutput(HeldMessage message, @Nullable DeliveryState state, @Nullable Runnable whenCommitted) {
        try {
            decide(message, state, whenCommitted);
        } catch (RuntimeException e) {
            throw parts.failure().stop("a message of '" + output.address() + "' could not be settled", e);
        }
    }

    private void decide(HeldMessage message, @Nullable DeliveryState state, @Nullable Runnable whenCommitted) {
        if (state instanceof Modified modified && Boolean.TRUE.equals(modified.getUndeliverableHere())) {
            output.exclude(message, this);
        }
        if (taking != Taking.COPY) {
            if (state instanceof Accepted) {
                output.accept(message, whenCommitted);
                return;
            }
            if (state instanceof Rejected rejected) {
                output.reject(message, text(rejected.getError()), whenCommitted);
                return;
            }
            if (state instanceof Modified modified && Boolean.TRUE.equals(modified.getDeliveryFailed())) {
                output.fail(message, whenCommitted);
                return;
            }
            output.release(message);
        }
        if (whenCommitted != null) {
            whenCommitted.run();
        }
    }

    private static String text(@Nullable ErrorCondition error) {
        if (error == null || error.getCondition() == null) {
            return "";
        }
        String text = error.getDescription() == null ? error.getCondition().toString() : error.getDescription();
        return text.length() <= MOST_DETAIL ? text : text.substring(0, MOST_DETAIL);
    }

    @SuppressWarnings("IllegalCatch") // Others wait for the same turn.
    private void settle(DeliveryImpl delivery, DeliveryState state) {
        if (!attached) {
            return;
        }
        try {
            delivery.disposition(state);
            delivery.settle();
            parts.passes().write(connection);
        } catch (RuntimeException e) {
            connection.fail(new HubFault(e));
        }
    }

    /** Gives everything back that is not settled, without counting an attempt, and collects no more. */
    @Override
    public void release() {
        leave(false);
    }

    /** As {@link #release}, but counts an attempt for the oldest delivery, the one the client was probably at. */
    @Override
    public void breakOff() {
        leave(true);
    }

    @SuppressWarnings("IllegalCatch") // Whatever it is, the output is no longer to be trusted.
    private void leave(boolean attempted) {
        if (!attached) {
            return;
        }
        attached = false;
        try {
            giveBack(attempted);
        } catch (RuntimeException e) {
            throw parts.failure().stop("messages of '" + output.address() + "' could not be given back", e);
        }
    }

    private void giveBack(boolean attempted) {
        boolean countsNext = attempted;
        DeliveryImpl delivery = taking == Taking.COPY ? null : sender.head();
        while (delivery != null) {
            if (delivery.getContext() instanceof HeldMessage message) {
                delivery.setContext(null);
                if (countsNext && !delivery.isBuffered()) {
                    output.fail(message, null);
                } else {
                    output.release(message);
                }
                countsNext = false;
            }
            delivery = delivery.next();
        }
        holdsLess(unsettledBytes);
        output.detach(this);
        if (subscription != null) {
            parts.outputs().subscribers().leave(subscription, this, closes);
        }
    }

    Output output() {
        return output;
    }

    /** Gives everything back and detaches the link with an error. */
    @Override
    public void detach(Symbol condition, String text) {
        release();
        if (sender.getLocalState() == EndpointState.ACTIVE) {
            sender.setCondition(new ErrorCondition(condition, text));
            sender.close();
            parts.passes().write(connection);
        }
    }

    @Override
    public void free() {
        sender.free();
    }

    @Override
    public boolean is(Link link) {
        return sender == link;
    }

    @Override
    public boolean isOf(Session session) {
        return sender.getSession() == session;
    }
}
