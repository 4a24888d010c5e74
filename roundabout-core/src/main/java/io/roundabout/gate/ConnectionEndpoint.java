package io.roundabout.gate;

import io.roundabout.gate.GuardedTransport.Attachment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.impl.DeliveryImpl;
import org.apache.qpid.proton.engine.impl.SenderImpl;
import org.jspecify.annotations.Nullable;

/**
 * The AMQP side of a connection: answers what the client opens, begins and attaches. Confined to the gate's event loop.
 */
final class ConnectionEndpoint implements GuardedTransport.Frames {
    private static final int SESSION_WINDOW_FRAMES = 16;

    private final GateConnection channel;
    private final GateParts parts;
    private final Connection connection = Connection.Factory.create();
    private final Collector events = Collector.Factory.create();
    private final Map<Attachment, OutgoingLink> links = new HashMap<>();
    private @Nullable Attachment attaching;
    private boolean closedByClient;

    ConnectionEndpoint(GateConnection channel, GateParts parts) {
        this.channel = channel;
        this.parts = parts;
        connection.collect(events);
    }

    Connection connection() {
        return connection;
    }

    boolean isClosedByClient() {
        return closedByClient;
    }

    List<OutgoingLink> links() {
        return new ArrayList<>(links.values());
    }

    @Override
    public void onAttach(Attachment attachment, Attach attach) {
        attaching = attachment;
        if (attach.getRole() == Role.RECEIVER) {
            // Proton-J would hand out the same link object twice.
            links.forEach((where, link) -> {
                if (where.channel() == attachment.channel() && link.name().equals(attach.getName())) {
                    link.detach(LinkError.STOLEN, "attached again on the same session");
                    channel.writeDetachFirst();
                    link.free();
                }
            });
        }
    }

    @Override
    public void onFlow(Attachment attachment, Flow flow) {
        OutgoingLink link = links.get(attachment);
        if (link != null) {
            link.onFlow(flow);
        }
    }

    @Override
    public @Nullable String describe(Attachment attachment, Flow state) {
        OutgoingLink link = links.get(attachment);
        if (link == null) {
            return null;
        }
        link.describe(state);
        return link.name();
    }

    @SuppressWarnings("IllegalCatch") // Proton-J has understood the frame; what fails now is ours.
    @Override
    public void onFrame() {
        try {
            for (Event event = events.peek(); event != null; event = events.peek()) {
                dispatch(event);
                events.pop();
            }
        } catch (RuntimeException e) {
            throw HubFault.of(e);
        }
    }

    private void dispatch(Event event) {
        switch (event.getType()) {
            case CONNECTION_REMOTE_OPEN -> onOpen();
            case CONNECTION_REMOTE_CLOSE -> onClose();
            case SESSION_REMOTE_OPEN -> onBegin(event.getSession());
            case SESSION_REMOTE_CLOSE -> onEnd(event.getSession());
            case LINK_REMOTE_OPEN -> onAttached(event.getLink());
            case LINK_REMOTE_CLOSE -> onDetached(event.getLink(), Link::close);
            case LINK_REMOTE_DETACH -> onDetached(event.getLink(), Link::detach);
            case DELIVERY -> onDelivery((DeliveryImpl) event.getDelivery());
            default -> {
                // Proton-J also tells of what the gate did itself.
            }
        }
    }

    private void onOpen() {
        connection.setContainer(parts.hubId());
        connection.setProperties(Map.of(Symbol.valueOf("product"), "roundabout"));
        connection.open();
        channel.onOpened();
    }

    private void onClose() {
        closedByClient = true;
        links().forEach(this::forget);
        links.clear();
        connection.close();
    }

    private void onBegin(Session session) {
        session.setIncomingCapacity(SESSION_WINDOW_FRAMES * parts.settings().maxFrameBytes());
        session.open();
    }

    private void onEnd(Session session) {
        links.entrySet().removeIf(entry -> {
            boolean ended = entry.getValue().isOf(session);
            if (ended) {
                forget(entry.getValue());
            }
            return ended;
        });
        session.close();
        session.free();
    }

    private void onAttached(Link link) {
        Attachment where = attaching;
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
        if (link instanceof Receiver) {
            link.setSource(link.getRemoteSource());
            refuse(link, new ErrorCondition(AmqpError.NOT_IMPLEMENTED, "senders and transactions are not supported"));
            return;
        }
        SenderImpl sender = (SenderImpl) link;
        sender.setTarget(sender.getRemoteTarget());
        Optional<ErrorCondition> refusal =
                AttachRequest.refusal(sender.getRemoteSource(), parts.hub().addresses());
        if (refusal.isPresent() || where == null) {
            refusal.ifPresent(condition -> refuse(sender, condition));
            return;
        }
        String address = ((Source) sender.getRemoteSource()).getAddress();
        int most = parts.settings().limits().maxEmptyAddresses();
        if (parts.outputs().isFullFor(address, most)) {
            String text = most + " addresses wait for their first message (gate.max-empty-addresses)";
            refuse(sender, new ErrorCondition(AmqpError.RESOURCE_LIMIT_EXCEEDED, text));
            return;
        }
        collect(where, sender, address);
    }

    private void collect(Attachment where, SenderImpl sender, String address) {
        sender.setSource(AttachRequest.answer(address, AttachRequest.isCopy(sender.getRemoteSource())));
        sender.open();
        OutgoingLink link = new OutgoingLink(channel, sender, parts.outputs().at(address), parts);
        links.put(where, link);
        OutgoingLink former = parts.names().take(container(), link);
        if (former != null) {
            former.detach(LinkError.STOLEN, "attached again by container '" + container() + "'");
        }
        link.start();
    }

    // Answered first, with a null source or target, as section 2.6.3 wants it.
    private void refuse(Link link, ErrorCondition condition) {
        parts.counts().add(GateEvent.LINK_REFUSED);
        link.open();
        link.setCondition(condition);
        link.close();
    }

    private void onDetached(Link link, Consumer<Link> answer) {
        links.entrySet().removeIf(entry -> {
            boolean detached = entry.getValue().is(link);
            if (detached) {
                forget(entry.getValue());
            }
            return detached;
        });
        answer.accept(link);
        link.free();
    }

    private void forget(OutgoingLink link) {
        link.release();
        parts.names().free(container(), link);
    }

    private String container() {
        String container = connection.getRemoteContainer();
        return container == null ? "" : container;
    }

    private void onDelivery(DeliveryImpl delivery) {
        if (delivery.isUpdated() && delivery.getLink().getContext() instanceof OutgoingLink link) {
            link.onDisposition(delivery);
        }
    }

    /** Hears that the connection wrote what it could. */
    void onWritten() {
        links.values().forEach(OutgoingLink::onWritten);
        onFrame();
    }

    /** Detaches every link and closes the connection with an error. */
    void close(Symbol condition, String text) {
        links().forEach(link -> link.detach(condition, text));
        connection.setCondition(new ErrorCondition(condition, text));
        connection.close();
    }

    /** Gives everything back, counting an attempt for each link's oldest delivery unless the client said goodbye. */
    void lost() {
        for (OutgoingLink link : links()) {
            link.breakOff();
            parts.names().free(container(), link);
        }
        links.clear();
    }
}
