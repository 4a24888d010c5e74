package io.roundabout.gate;

import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * What a flow frame has to say of the hub's side of each session (AMQP 1.0 section 2.7.4), learnt from the frames that were
 * written and the transfers that came: Proton-J knows it and tells nobody. Confined to the gate's event loop.
 */
final class SentFrames {
    private final Map<Integer, Sent> byLocalChannel = new HashMap<>();
    private final Map<Integer, Sent> byRemoteChannel = new HashMap<>();
    private final Map<Integer, UnsignedInteger> firstIncoming = new HashMap<>();

    /** Two links may have the same name, if they go in opposite directions. */
    private record Name(String link, Role role) {}

    /** A session the hub has begun. */
    private static final class Sent {
        private final int channel;
        private final Begin begin;
        private final Map<Name, UnsignedInteger> handles = new HashMap<>();
        private int transfers;
        private int nextIncoming;
        private long window;

        Sent(int channel, Begin begin, int nextIncoming) {
            this.channel = channel;
            this.begin = begin;
            this.nextIncoming = nextIncoming;
            this.window = begin.getIncomingWindow().longValue();
        }
    }

    /** Hears of a frame that is written. */
    void onFrame(int channel, FrameBody frame) {
        if (frame instanceof Transfer) {
            Sent sent = byLocalChannel.get(channel);
            if (sent != null) {
                sent.transfers++;
            }
        } else if (frame instanceof Begin begin && begin.getRemoteChannel() != null) {
            int remote = begin.getRemoteChannel().intValue();
            UnsignedInteger first = firstIncoming.remove(remote);
            Sent sent = new Sent(channel, begin, first == null ? 0 : first.intValue());
            byLocalChannel.put(channel, sent);
            byRemoteChannel.put(remote, sent);
        } else if (frame instanceof Attach attach) {
            Sent sent = byLocalChannel.get(channel);
            if (sent != null) {
                sent.handles.put(new Name(attach.getName(), attach.getRole()), attach.getHandle());
            }
        } else if (frame instanceof Flow flow) {
            Sent sent = byLocalChannel.get(channel);
            if (sent != null) {
                sent.window = flow.getIncomingWindow().longValue();
            }
        } else if (frame instanceof End) {
            Sent ended = byLocalChannel.remove(channel);
            byRemoteChannel.values().remove(ended);
        }
    }

    /** Hears of a session that a client begins. */
    void onBegin(int remoteChannel, Begin begin) {
        firstIncoming.put(remoteChannel, begin.getNextOutgoingId());
    }

    /** Hears of a transfer that came. */
    void onReceived(int remoteChannel) {
        Sent sent = byRemoteChannel.get(remoteChannel);
        if (sent != null) {
            sent.nextIncoming++;
            sent.window--;
        }
    }

    /** Returns the hub's channel of a session that the client has on {@code remoteChannel}. */
    int channel(int remoteChannel) {
        Sent sent = byRemoteChannel.get(remoteChannel);
        return sent == null ? remoteChannel : sent.channel;
    }

    /**
     * Returns the hub's state of a session, to be written.
     *
     * @param remoteChannel the client's channel of the session
     * @param link a link to speak of, or null
     * @return null if the session or the link is not answered yet, or not any more
     */
    @Nullable
    Flow state(int remoteChannel, @Nullable GateLink link) {
        Sent sent = byRemoteChannel.get(remoteChannel);
        if (sent == null) {
            return null;
        }
        UnsignedInteger handle = link == null ? null : sent.handles.get(new Name(link.name(), link.role()));
        if (link != null && handle == null) {
            return null;
        }
        Flow flow = new Flow();
        flow.setNextIncomingId(UnsignedInteger.valueOf(sent.nextIncoming));
        flow.setIncomingWindow(UnsignedInteger.valueOf(sent.window));
        flow.setNextOutgoingId(
                UnsignedInteger.valueOf(sent.begin.getNextOutgoingId().intValue() + sent.transfers));
        flow.setOutgoingWindow(sent.begin.getOutgoingWindow());
        flow.setHandle(handle);
        return flow;
    }
}
