package io.roundabout.gate;

import io.roundabout.outbox.BrokerAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;

/**
 * What the hub has with a broker in AMQP's terms: a connection, a session and a link that sends, unsettled, to the address
 * there. Confined to the gate's event loop.
 */
final class BrokerEndpoint {
    private final Collector events = Proton.collector();
    private final Connection connection = Proton.connection();
    private final Session session;
    private final Sender sender;
    private final BrokerAddress broker;
    private int tag;

    /** A message about which the broker has decided. */
    record Decided(HeldMessage message, BrokerFate fate) {}

    BrokerEndpoint(String hubId, String output, BrokerAddress broker) {
        this.broker = broker;
        connection.collect(events);
        // Each of its own: some brokers give a container-id to one connection only.
        connection.setContainer(hubId + ":" + output);
        connection.setHostname(broker.host());
        connection.setProperties(Map.of(Symbol.valueOf("product"), "roundabout"));
        session = connection.session();
        sender = session.sender(hubId + ":" + output);
        sender.setSource(source(output));
        sender.setTarget(target(broker));
        sender.setSenderSettleMode(SenderSettleMode.UNSETTLED);
        sender.setReceiverSettleMode(ReceiverSettleMode.FIRST);
    }

    private static Source source(String output) {
        Source source = new Source();
        source.setAddress(output);
        source.setOutcomes(
                Accepted.DESCRIPTOR_SYMBOL,
                Rejected.DESCRIPTOR_SYMBOL,
                Released.DESCRIPTOR_SYMBOL,
                Modified.DESCRIPTOR_SYMBOL);
        return source;
    }

    private static Target target(BrokerAddress broker) {
        Target target = new Target();
        target.setAddress(broker.address());
        target.setDurable(TerminusDurability.NONE);
        target.setCapabilities(Symbol.valueOf(broker.capability().word()));
        return target;
    }

    Connection connection() {
        return connection;
    }

    /** Begins all of it; the broker answers in its time. */
    void open() {
        connection.open();
        session.open();
        sender.open();
    }

    void close() {
        connection.close();
    }

    /** Hands over what happened since the last call. */
    void events(Consumer<Event> consumer) {
        for (Event event = events.peek(); event != null; event = events.peek()) {
            consumer.accept(event);
            events.pop();
        }
    }

    /** Returns whether the broker lets it send: one that refuses answers without a target, and detaches then. */
    boolean isLetIn() {
        return sender.getRemoteTarget() != null;
    }

    int credit() {
        return sender.getCredit();
    }

    int queued() {
        return sender.getQueued();
    }

    OptionalLong mostBytes() {
        UnsignedLong most = sender.getRemoteMaxMessageSize();
        boolean bounded = most != null
                && !most.equals(UnsignedLong.ZERO)
                && most.bigIntegerValue().bitLength() < Long.SIZE;
        return bounded ? OptionalLong.of(most.longValue()) : OptionalLong.empty();
    }

    /** Gives the credit up that a broker asks back. */
    void giveUpDrained() {
        if (sender.getDrain()) {
            sender.drained();
        }
    }

    void send(HeldMessage message, String id) {
        Delivery delivery =
                sender.delivery(ByteBuffer.allocate(Integer.BYTES).putInt(tag++).array());
        delivery.setContext(message);
        sender.sendNoCopy(RelayedForm.of(message, id));
        sender.advance();
    }

    /** Returns what became of a delivery, once, when the broker has decided; it is settled then. */
    Optional<Decided> decided(Delivery delivery) {
        boolean decided = delivery.remotelySettled() || delivery.getRemoteState() instanceof Outcome;
        if (!decided || !(delivery.getContext() instanceof HeldMessage message)) {
            delivery.clear();
            return Optional.empty();
        }
        delivery.setContext(null);
        BrokerFate fate = BrokerFate.of(delivery.getRemoteState());
        delivery.settle();
        return Optional.of(new Decided(message, fate));
    }

    /** Returns why the broker ends it, for people. */
    String farewell(boolean letIn) {
        String reason = reason();
        String text = letIn
                ? "it ended the link to '" + broker.address() + "'"
                : "it does not let the relay send to '" + broker.address() + "'";
        return reason.isEmpty() ? text : text + " (" + reason + ")";
    }

    private String reason() {
        for (ErrorCondition condition : new ErrorCondition[] {
            sender.getRemoteCondition(), session.getRemoteCondition(), connection.getRemoteCondition()
        }) {
            String text = BrokerFate.text(condition);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
