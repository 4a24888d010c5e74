package io.roundabout.gate;

import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * What a flow frame has to say of the hub's side of each session (AMQP 1.0 section 2.7.4), learnt from the frames that were
 * written: Proton-J knows it and tells nobody. Confined to the gate's event loop.
 */
final class SentFrames {
    private final Map<Integer, Sent> byLocalChannel = new HashMap<>();
    private final Map<Integer, Sent> byRemoteChannel = new HashMap<>();

    /** A session the hub has begun. */
    private static final class Sent {
        private final int channel;
        private final Begin begin;
        private final Map<String, UnsignedInteger> handles = new HashMap<>();
        private int transfers;

        Sent(int channel, Begin begin) {
            this.channel = channel;
            this.begin = begin;
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
            Sent sent = new Sent(channel, begin);
            byLocalChannel.put(channel, sent);
            byRemoteChannel.put(begin.getRemoteChannel().intValue(), sent);
        } else if (frame instanceof Attach attach) {
            Sent sent = byLocalChannel.get(channel);
            if (sent != null) {
                sent.handles.put(attach.getName(), attach.getHandle());
            }
        } else if (frame instanceof End) {
            Sent ended = byLocalChannel.remove(channel);
            byRemoteChannel.values().remove(ended);
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
     * @param received the client's next-outgoing-id: it sends no transfers, so it never moves
     * @param link name of a link to speak of, or null
     * @return null if the session or the link is not answered yet, or not any more
     */
    @Nullable
    Flow state(int remoteChannel, @Nullable UnsignedInteger received, @Nullable String link) {
        Sent sent = byRemoteChannel.get(remoteChannel);
        if (sent == null || (link != null && !sent.handles.containsKey(link))) {
            return null;
        }
        Flow flow = new Flow();
        flow.setNextIncomingId(received);
        flow.setIncomingWindow(sent.begin.getIncomingWindow());
        flow.setNextOutgoingId(
                UnsignedInteger.valueOf(sent.begin.getNextOutgoingId().intValue() + sent.transfers));
        flow.setOutgoingWindow(sent.begin.getOutgoingWindow());
        flow.setHandle(link == null ? null : sent.handles.get(link));
        return flow;
    }
}
