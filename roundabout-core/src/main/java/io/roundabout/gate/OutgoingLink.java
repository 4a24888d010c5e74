package io.roundabout.gate;

import io.roundabout.gate.Tap.Lent;
import io.roundabout.outbox.AddressBook;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Outcome;
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
final class OutgoingLink implements GateLink {
    // Proton-J goes over all that is queued for each 64 KiB it writes, so little is queued at a time.
    private static final int MOST_QUEUED = 256;

    private final GateConnection connection;
    private final GateParts parts;
    private final SenderImpl sender;
    private final String address;
    private final List<Tap> taps = new ArrayList<>();
    private final Taking taking;
    private final boolean sentSettled;
    private final Credit credit = new Credit();
    private int tag;
    private long unsettledBytes;
    private boolean gaveUpCredit;
    private boolean awaitsRoom;
    private boolean attached = true;
    private final @Nullable String subscription;
    private boolean begun;
    private boolean closes;

    /**
     * Creates it with nothing to take from.
     *
     * @param address what the client named: an address, or a pattern of some
     * @param subscription address of its subscription, which it waits for to be committed; null if it has none
     */
    OutgoingLink(
            GateConnection connection,
            SenderImpl sender,
            String address,
            GateParts parts,
            @Nullable String subscription) {
        this.subscription = subscription;
        this.address = address;
        begun = subscription == null;
        this.connection = connection;
        this.parts = parts;
        this.sender = sender;
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

    @Override
    public LinkReport report(String container) {
        return new LinkReport(
                connection.peer(), container, name(), true, address, credit.left(), sender.getUnsettled());
    }

    /** Hears that its subscription is committed. */
    void begin() {
        begun = true;
        wakeAll();
    }

    /** Hears that the client wants its subscription to end with this link. */
    void unsubscribe() {
        closes = true;
    }

    /** Begins to collect from these addresses, as far as it does not yet. */
    void collect(List<String> addresses) {
        for (String one : addresses) {
            if (attached
                    && taps.stream().noneMatch(tap -> tap.output().address().equals(one))) {
                Tap tap = new Tap(this, parts.outputs().at(one), taking);
                taps.add(tap);
                tap.start();
            }
        }
    }

    private void wakeAll() {
        taps.forEach(tap -> tap.output().wake());
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
        boolean drains = flow.getDrain() && credit.left() > 0;
        taps.forEach(tap -> tap.drain(drains));
        wakeAll();
    }

    /** Writes into a flow frame what this link has sent and may still send; what is queued is not sent yet. */
    @Override
    public void describe(Flow state) {
        int queued = sender.getQueued();
        state.setDeliveryCount(UnsignedInteger.valueOf(credit.deliveryCount() - queued));
        state.setLinkCredit(UnsignedInteger.valueOf(Math.min(credit.left() + queued, Credit.UNSIGNED)));
    }

    /** Returns whether one more message of {@code output} may be handed over now: there is credit and room. */
    boolean canTake(Output output) {
        if (!begun || credit.left() == 0 || gaveUpCredit || isFull(output) || !hasShare(output)) {
            return false;
        }
        boolean room = sender.getQueued() < MOST_QUEUED && connection.isWritable();
        awaitsRoom |= !room;
        return room;
    }

    /** Returns whether its limit of unsettled messages, not its credit, keeps it from taking more. */
    boolean isFull(Output output) {
        return sender.getUnsettled() >= parts.settings().maxUnsettledMessages()
                || unsettledBytes >= parts.settings().maxUnsettledBytes()
                || (unsettledBytes > 0 && !hasShare(output));
    }

    private boolean hasShare(Output output) {
        return parts.unsettled().hasRoom(unsettledBytes, output);
    }

    /** Returns whether {@code message} is small enough for it. */
    boolean fits(HeldMessage message) {
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

    /** Takes a message; called only when it {@link #canTake}. */
    @SuppressWarnings("IllegalCatch") // What Proton-J throws concerns this connection only.
    void deliver(Lent lent) {
        HeldMessage message = lent.message();
        DeliveryImpl delivery;
        try {
            delivery = send(message);
        } catch (RuntimeException e) {
            connection.fail(new HubFault(e));
            lent.tap().giveBack(message, false);
            return;
        }
        credit.use();
        if (!sentSettled) {
            delivery.setContext(lent);
            holdsMore(message.bareMessage().length);
        } else {
            lent.tap().onSentSettled(message);
        }
        if (credit.left() == 0 && taps.stream().anyMatch(Tap::isDraining)) {
            // Some clients only know that they are drained when a flow frame says so.
            taps.forEach(Tap::drained);
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

    /** Returns who it is and what it has. */
    Attached attached() {
        return new Attached(
                String.valueOf(sender.getSession().getConnection().getRemoteContainer()),
                name(),
                credit.left(),
                sender.getUnsettled());
    }

    /** Hears that every message was offered that one of its outputs had; the credit goes once all have. */
    void onDrained() {
        if (taps.stream().noneMatch(Tap::isDraining)) {
            gaveUpCredit = true;
            parts.passes().write(connection);
        }
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
            wakeAll();
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
        if (attached && delivery.getContext() instanceof Lent lent && (settled || state instanceof Outcome)) {
            delivery.setContext(null);
            holdsLess(lent.message().bareMessage().length);
            settleInOutput(lent, state, settled ? null : () -> settle(delivery, state));
            wakeAll();
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
    private void settleInOutput(Lent lent, @Nullable DeliveryState state, @Nullable Runnable whenCommitted) {
        try {
            lent.tap().decide(lent.message(), state, whenCommitted);
        } catch (RuntimeException e) {
            throw parts.failure().stop("a message of '" + address + "' could not be settled", e);
        }
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
            throw parts.failure().stop("messages of '" + address + "' could not be given back", e);
        }
    }

    private void giveBack(boolean attempted) {
        boolean countsNext = attempted;
        DeliveryImpl delivery = taking == Taking.COPY ? null : sender.head();
        while (delivery != null) {
            if (delivery.getContext() instanceof Lent lent) {
                delivery.setContext(null);
                lent.tap().giveBack(lent.message(), countsNext && !delivery.isBuffered());
                countsNext = false;
            }
            delivery = delivery.next();
        }
        holdsLess(unsettledBytes);
        taps.forEach(Tap::end);
        if (subscription != null) {
            parts.outputs().subscribers().leave(subscription, this, closes);
        }
    }

    /**
     * Goes on by other rules: collects from what its pattern means now.
     *
     * @return why it cannot go on; empty if it can
     */
    Optional<String> onRules(AddressBook addresses) {
        Optional<String> refusal = taps.stream()
                .flatMap(tap -> StillServed.refusal(tap.output().address(), taking, addresses).stream())
                .findFirst();
        if (refusal.isEmpty()) {
            collect(addresses.matching(address));
        }
        return refusal;
    }

    /** Gives everything back and detaches the link with an error; where its attach waits for an answer, this is the answer. */
    @Override
    public void detach(Symbol condition, String text) {
        release();
        if (sender.getLocalState() == EndpointState.UNINITIALIZED) {
            sender.open();
        }
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
