package io.roundabout.gate;

import io.roundabout.gate.GuardedTransport.Attachment;
import io.roundabout.outbox.AddressBook;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.impl.DeliveryImpl;
import org.apache.qpid.proton.engine.impl.ReceiverImpl;
import org.apache.qpid.proton.engine.impl.SenderImpl;
import org.jspecify.annotations.Nullable;

/**
 * The AMQP side of a connection: answers what the client opens, begins and attaches. Confined to the gate's event loop.
 */
final class ConnectionEndpoint implements GuardedTransport.Frames {
    /** Frames of a session that may be on their way: what bounds memory is that the connection is not read. */
    private static final int SESSION_WINDOW_FRAMES = 8_192;

    private static final int LONGEST_VEHICLE = 128;

    private final GateConnection channel;
    private final GateParts parts;
    private final Connection connection = Connection.Factory.create();
    private final Collector events = Collector.Factory.create();
    private final Map<Attachment, GateLink> links = new HashMap<>();

    /** Links that clients have detached, which are answered when what came on them is decided. */
    private final Set<IncomingLink> ending = new LinkedHashSet<>();

    private final Subscribing subscribing;
    private @Nullable Attachment attaching;
    private boolean closedByClient;

    ConnectionEndpoint(GateConnection channel, GateParts parts) {
        this.channel = channel;
        this.parts = parts;
        subscribing = new Subscribing(this, channel, parts);
        connection.collect(events);
    }

    Connection connection() {
        return connection;
    }

    boolean isClosedByClient() {
        return closedByClient;
    }

    List<GateLink> links() {
        return new ArrayList<>(links.values());
    }

    @Override
    public void onAttach(Attachment attachment, Attach attach) {
        attaching = attachment;
        // Proton-J would hand out the same link object twice.
        Role role = attach.getRole() == Role.RECEIVER ? Role.SENDER : Role.RECEIVER;
        links.forEach((where, link) -> {
            if (where.channel() == attachment.channel()
                    && link.role() == role
                    && link.name().equals(attach.getName())) {
                link.detach(LinkError.STOLEN, "attached again on the same session");
                channel.writeDetachFirst();
                link.free();
            }
        });
        if (role == Role.RECEIVER && endNow(link -> link.name().equals(attach.getName()))) {
            channel.writeDetachFirst();
        }
    }

    private boolean endNow(Predicate<IncomingLink> which) {
        List<IncomingLink> them = ending.stream().filter(which).toList();
        them.forEach(IncomingLink::endNow);
        return !them.isEmpty();
    }

    @Override
    public void onFlow(Attachment attachment, Flow flow) {
        GateLink link = links.get(attachment);
        if (link != null) {
            link.onFlow(flow);
        }
    }

    @Override
    public void onTransfer(Attachment attachment, Transfer transfer) {
        if (!(links.get(attachment) instanceof IncomingLink link)) {
            throw new ProtocolViolation(AmqpError.NOT_ALLOWED, "a transfer on a link that has no credit");
        }
        link.onTransfer(transfer);
    }

    @Override
    public @Nullable GateLink describe(Attachment attachment, Flow state) {
        GateLink link = links.get(attachment);
        if (link != null) {
            link.describe(state);
        }
        return link;
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
            case LINK_REMOTE_CLOSE -> onClosed(event.getLink());
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
        forgetEnding(link -> true);
        connection.close();
    }

    private void onBegin(Session session) {
        long window = (long) SESSION_WINDOW_FRAMES * parts.settings().maxFrameBytes();
        session.setIncomingCapacity((int) Math.min(window, Integer.MAX_VALUE));
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
        forgetEnding(link -> link.isOf(session));
        session.close();
        session.free();
    }

    private void onAttached(Link link) {
        Attachment where = attaching;
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
        if (link instanceof ReceiverImpl receiver) {
            onSender(receiver, where);
        } else {
            onReceiver((SenderImpl) link, where);
        }
    }

    private void onSender(ReceiverImpl receiver, @Nullable Attachment where) {
        receiver.setSource(receiver.getRemoteSource());
        receiver.setReceiverSettleMode(ReceiverSettleMode.FIRST);
        Optional<ErrorCondition> refusal = TargetRequest.refusal(receiver.getRemoteTarget(), parts.door());
        if (refusal.isPresent() || where == null) {
            refusal.ifPresent(condition -> refuse(receiver, condition));
            return;
        }
        receiver.setTarget(receiver.getRemoteTarget());
        receiver.setMaxMessageSize(UnsignedLong.valueOf(parts.door().limits().messageBytes()));
        receiver.open();
        String stream = ((Target) receiver.getRemoteTarget()).getAddress();
        IncomingLink link = new IncomingLink(channel, parts, receiver, stream, vehicle());
        adopt(where, link);
        link.grant();
    }

    private void onReceiver(SenderImpl sender, @Nullable Attachment where) {
        sender.setTarget(sender.getRemoteTarget());
        if (sender.getRemoteSource() == null) {
            subscribing.unsubscribe(sender);
            return;
        }
        Optional<ErrorCondition> refusal =
                AttachRequest.refusal(sender.getRemoteSource(), parts.hub().addresses());
        if (refusal.isPresent() || where == null) {
            refusal.ifPresent(condition -> refuse(sender, condition));
            return;
        }
        String address = ((Source) sender.getRemoteSource()).getAddress();
        List<String> addresses = parts.hub().addresses().matching(address);
        int most = parts.settings().limits().maxEmptyAddresses();
        if (addresses.stream().anyMatch(one -> parts.outputs().isFullFor(one, most))) {
            String text = most + " addresses wait for their first message (gate.max-empty-addresses)";
            refuse(sender, new ErrorCondition(AmqpError.RESOURCE_LIMIT_EXCEEDED, text));
            return;
        }
        collect(where, sender, address);
    }

    private void collect(Attachment where, SenderImpl sender, String address) {
        Source wanted = (Source) sender.getRemoteSource();
        if (parts.hub().addresses().isTopic(address) && AttachRequest.subscribes(wanted)) {
            subscribing.subscribe(where, sender, wanted);
            return;
        }
        sender.setSource(AttachRequest.answer(address, AttachRequest.isCopy(sender.getRemoteSource())));
        sender.open();
        OutgoingLink link = new OutgoingLink(channel, sender, address, parts, null);
        adopt(where, link);
        link.collect(parts.hub().addresses().matching(address));
    }

    /** Keeps a link; who had its name has it no longer. */
    void adopt(Attachment where, GateLink link) {
        links.put(where, link);
        GateLink former = parts.names().take(container(), link);
        if (former != null) {
            former.detach(LinkError.STOLEN, "attached again by container '" + container() + "'");
        }
    }

    // Answered first, with a null source or target, as section 2.6.3 wants it.
    void refuse(Link link, ErrorCondition condition) {
        parts.counts().add(GateEvent.LINK_REFUSED);
        link.open();
        link.setCondition(condition);
        link.close();
    }

    private void onClosed(Link link) {
        if (link.getContext() instanceof OutgoingLink outgoing) {
            outgoing.unsubscribe();
        }
        onDetached(link, Link::close);
    }

    private void onDetached(Link link, Consumer<Link> answer) {
        if (link.getLocalState() == EndpointState.UNINITIALIZED) {
            link.open();
        }
        Runnable end = () -> {
            answer.accept(link);
            link.free();
        };
        GateLink detached = remove(link);
        if (detached instanceof IncomingLink incoming && link.getLocalState() == EndpointState.ACTIVE) {
            parts.names().free(container(), incoming);
            ending.add(incoming);
            incoming.finish(() -> {
                ending.remove(incoming);
                end.run();
                parts.passes().write(channel);
            });
            return;
        }
        if (detached != null) {
            forget(detached);
        }
        end.run();
    }

    /** Forgets a link that was never answered. */
    void drop(Link link) {
        GateLink dropped = remove(link);
        if (dropped != null) {
            forget(dropped);
        }
    }

    private @Nullable GateLink remove(Link link) {
        for (Map.Entry<Attachment, GateLink> entry : links.entrySet()) {
            if (entry.getValue().is(link)) {
                links.remove(entry.getKey());
                return entry.getValue();
            }
        }
        return null;
    }

    private void forgetEnding(Predicate<IncomingLink> which) {
        List<IncomingLink> them = ending.stream().filter(which).toList();
        them.forEach(IncomingLink::release);
        them.forEach(ending::remove);
    }

    private void forget(GateLink link) {
        link.release();
        parts.names().free(container(), link);
    }

    /** Returns the name that dead letters have of the client: its container-id, if it is one. */
    private String vehicle() {
        String name = container();
        boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_VEHICLE
                && name.chars().noneMatch(Character::isISOControl);
        return fits ? name : "";
    }

    /** Returns the container-id of the client. */
    String container() {
        String container = connection.getRemoteContainer();
        return container == null ? "" : container;
    }

    private void onDelivery(DeliveryImpl delivery) {
        if (delivery.getLink().getContext() instanceof GateLink link) {
            link.onDelivery(delivery);
        }
    }

    /** Hears that the connection wrote what it could. */
    void onWritten() {
        links.values().forEach(GateLink::onWritten);
        onFrame();
    }

    /** Gives credit again where there is room. */
    void grant() {
        links.values().forEach(link -> {
            if (link instanceof IncomingLink incoming) {
                incoming.grant();
            }
        });
    }

    /** Detaches the links that collect from what is no address any more; the others collect from what they mean now. */
    void onRules() {
        AddressBook addresses = parts.hub().addresses();
        for (GateLink link : links()) {
            if (link instanceof OutgoingLink outgoing) {
                outgoing.onRules(addresses).ifPresent(text -> outgoing.detach(AmqpError.RESOURCE_DELETED, text));
            }
        }
    }

    /** Detaches every link and closes the connection with an error. */
    void close(Symbol condition, String text) {
        links().forEach(link -> link.detach(condition, text));
        connection.setCondition(new ErrorCondition(condition, text));
        connection.close();
    }

    /** Gives everything back, counting an attempt for each link's oldest delivery unless the client said goodbye. */
    void lost() {
        forgetEnding(link -> true);
        for (GateLink link : links()) {
            link.breakOff();
            parts.names().free(container(), link);
        }
        links.clear();
    }
}
