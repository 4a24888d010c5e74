package io.roundabout.gate;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.SessionError;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.impl.TransportImpl;
import org.apache.qpid.proton.framing.TransportFrame;
import org.jspecify.annotations.Nullable;

/**
 * Proton-J's transport with the checks it leaves out: it takes any number of sessions and links, transfers without credit,
 * and falls over unknown channels and handles. Looks at each frame before Proton-J does. Confined to the gate's event
 * loop.
 */
final class GuardedTransport extends TransportImpl {
    private static final long ENDLESS_MILLIS = 1L << 31;

    private final GateLimits limits;
    private final Frames frames;
    private final Map<Integer, Set<UnsignedInteger>> handles = new HashMap<>();
    private final Set<Attachment> echoes = new LinkedHashSet<>();
    private final SentFrames sent = new SentFrames();
    private boolean opened;

    /** Where a link is attached: the client's channel and handle. */
    record Attachment(int channel, @Nullable UnsignedInteger handle) {}

    /** Hears of frames. */
    interface Frames {
        /** Hears of a link a client attaches, before {@link #onFrame}. */
        void onAttach(Attachment attachment, Attach attach);

        /** Hears of a flow for a link, before Proton-J does. */
        void onFlow(Attachment attachment, Flow flow);

        /** Hears of a transfer, before Proton-J does. */
        void onTransfer(Attachment attachment, Transfer transfer);

        /** Writes into a flow frame what a link has sent and may still send; returns the link, or null if there is none. */
        @Nullable
        GateLink describe(Attachment attachment, Flow state);

        /** Hears that Proton-J has taken a frame. */
        void onFrame();
    }

    GuardedTransport(GateLimits limits, Frames frames) {
        this.limits = limits;
        this.frames = frames;
    }

    /** Returns whether an open frame came. */
    boolean isOpened() {
        return opened;
    }

    @Override
    public boolean handleFrame(TransportFrame frame) {
        boolean closed = super.handleFrame(frame);
        frames.onFrame();
        return closed;
    }

    @Override
    public void handleOpen(Open open, Binary payload, Integer channel) {
        if (opened) {
            throw new ProtocolViolation(ConnectionError.FRAMING_ERROR, "a second open frame");
        }
        opened = true;
        checkIdleTimeout(open);
        super.handleOpen(open, payload, channel);
    }

    private void checkIdleTimeout(Open open) {
        UnsignedInteger idle = open.getIdleTimeOut();
        if (idle == null) {
            return;
        }
        Duration shortest = limits.shortestIdleTimeout();
        if (idle.longValue() >= ENDLESS_MILLIS) {
            // Proton-J would read it as negative and be due at every tick.
            open.setIdleTimeOut(null);
        } else if (idle.longValue() > 0 && idle.longValue() < shortest.toMillis()) {
            open.setIdleTimeOut(null);
            throw new ProtocolViolation(
                    AmqpError.NOT_ALLOWED,
                    "idle-time-out of " + idle + " ms; the shortest is " + shortest.toMillis() + " ms");
        }
    }

    @Override
    public void handleBegin(Begin begin, Binary payload, Integer channel) {
        if (!opened || handles.containsKey(channel) || begin.getRemoteChannel() != null) {
            throw new ProtocolViolation(ConnectionError.FRAMING_ERROR, "begin not expected on channel " + channel);
        }
        if (channel >= limits.maxSessions() || handles.size() >= limits.maxSessions()) {
            throw new ProtocolViolation(
                    ConnectionError.FRAMING_ERROR, "more than " + limits.maxSessions() + " sessions (channel-max)");
        }
        handles.put(channel, new HashSet<>());
        sent.onBegin(channel, begin);
        super.handleBegin(begin, payload, channel);
    }

    @Override
    public void handleAttach(Attach attach, Binary payload, Integer channel) {
        Set<UnsignedInteger> used = session(channel);
        if (attach.getHandle() == null || attach.getName() == null || attach.getRole() == null) {
            throw new ProtocolViolation(AmqpError.INVALID_FIELD, "attach without name, handle or role");
        }
        if (!used.add(attach.getHandle())) {
            throw new ProtocolViolation(SessionError.HANDLE_IN_USE, "handle " + attach.getHandle() + " is in use");
        }
        if (links() > limits.maxLinks()) {
            throw new ProtocolViolation(
                    AmqpError.RESOURCE_LIMIT_EXCEEDED, "more than " + limits.maxLinks() + " links on a connection");
        }
        frames.onAttach(new Attachment(channel, attach.getHandle()), attach);
        super.handleAttach(attach, payload, channel);
    }

    private int links() {
        return handles.values().stream().mapToInt(Set::size).sum();
    }

    @Override
    public void handleFlow(Flow flow, Binary payload, Integer channel) {
        Set<UnsignedInteger> used = session(channel);
        UnsignedInteger handle = flow.getHandle();
        if (flow.getIncomingWindow() == null || (handle != null && flow.getLinkCredit() == null)) {
            throw new ProtocolViolation(AmqpError.INVALID_FIELD, "flow without incoming-window or link-credit");
        }
        if (handle != null) {
            check(used, handle);
            frames.onFlow(new Attachment(channel, handle), flow);
        }
        super.handleFlow(flow, payload, channel);
        // What is drained is answered when it is.
        if (flow.getEcho() && !flow.getDrain()) {
            echoes.add(new Attachment(channel, handle));
        }
    }

    /** Writes the answers to flow frames that asked for one; after everything else that is due. */
    boolean answerEchoes() {
        boolean answered = false;
        for (Attachment echo : echoes) {
            Flow ofLink = new Flow();
            GateLink link = echo.handle() == null ? null : frames.describe(echo, ofLink);
            Flow state = sent.state(echo.channel(), link);
            if (state != null && (link != null || echo.handle() == null)) {
                state.setDeliveryCount(ofLink.getDeliveryCount());
                state.setLinkCredit(ofLink.getLinkCredit());
                writeFrame(sent.channel(echo.channel()), state, null, null);
                answered = true;
            }
        }
        echoes.clear();
        return answered;
    }

    @Override
    protected void writeFrame(
            int channel, FrameBody frame, @Nullable ReadableBuffer payload, @Nullable Runnable onPayloadTooLarge) {
        super.writeFrame(channel, frame, payload, onPayloadTooLarge);
        sent.onFrame(channel, frame);
    }

    @Override
    public void handleTransfer(Transfer transfer, Binary payload, Integer channel) {
        check(session(channel), transfer.getHandle());
        frames.onTransfer(new Attachment(channel, transfer.getHandle()), transfer);
        sent.onReceived(channel);
        super.handleTransfer(transfer, payload, channel);
    }

    @Override
    public void handleDisposition(Disposition disposition, Binary payload, Integer channel) {
        session(channel);
        super.handleDisposition(disposition, payload, channel);
    }

    @Override
    public void handleDetach(Detach detach, Binary payload, Integer channel) {
        Set<UnsignedInteger> used = session(channel);
        check(used, detach.getHandle());
        used.remove(detach.getHandle());
        super.handleDetach(detach, payload, channel);
    }

    @Override
    public void handleEnd(End end, Binary payload, Integer channel) {
        session(channel);
        handles.remove(channel);
        super.handleEnd(end, payload, channel);
    }

    private Set<UnsignedInteger> session(Integer channel) {
        Set<UnsignedInteger> used = handles.get(channel);
        if (used == null) {
            throw new ProtocolViolation(ConnectionError.FRAMING_ERROR, "no session on channel " + channel);
        }
        return used;
    }

    private static void check(Set<UnsignedInteger> used, UnsignedInteger handle) {
        if (handle == null || !used.contains(handle)) {
            throw new ProtocolViolation(SessionError.UNATTACHED_HANDLE, "no link has handle " + handle);
        }
    }
}
