package io.roundabout.gate;

import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Sender;

/** What becomes of a message that is sent. */
enum Taking {
    /** It is held until the client has settled it. */
    SETTLED_BY_CLIENT,
    /** It is removed as it is sent (AMQP 1.0 section 2.8.2, sender settle mode {@code settled}). */
    SETTLED_WHEN_SENT,
    /** It stays (section 3.5.9, distribution-mode {@code copy}). */
    COPY;

    /** Returns what the client of {@code link} asks for; a subscription is a copy of its own already, which is not browsed. */
    static Taking of(Sender link, boolean subscribed) {
        if (!subscribed && AttachRequest.isCopy(link.getRemoteSource())) {
            return COPY;
        }
        return link.getRemoteSenderSettleMode() == SenderSettleMode.SETTLED ? SETTLED_WHEN_SENT : SETTLED_BY_CLIENT;
    }
}
