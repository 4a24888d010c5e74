package io.roundabout.gate;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.impl.DeliveryImpl;

/** A link that is attached, in either direction. Confined to the gate's event loop. */
interface GateLink {
    String name();

    /** Returns the hub's role; a name is that of two links where they go in opposite directions. */
    Role role();

    boolean is(Link link);

    boolean isOf(Session session);

    /** Returns how it stands; {@code container} is the container-id of its client. */
    LinkReport report(String container);

    /** Hears of a flow frame for it, before Proton-J does. */
    void onFlow(Flow flow);

    /** Writes into a flow frame what was sent on it and what may still be sent. */
    void describe(Flow state);

    /** Hears that there are bytes of a delivery, or that the client says something of it. */
    void onDelivery(DeliveryImpl delivery);

    /** Hears that the connection wrote what it could. */
    void onWritten();

    /** Lets go of everything: the client has said goodbye. */
    void release();

    /** As {@link #release}: the connection broke. */
    void breakOff();

    /** Lets go of everything and detaches the link with an error. */
    void detach(Symbol condition, String text);

    /** Lets Proton-J forget the link once it is detached. */
    void free();
}
