package io.roundabout.vehicle.testing;

import io.roundabout.vehicle.testing.FakeGate.Item;
import io.roundabout.vehicle.testing.FakeGate.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/** One AMQP connection to the fake gate. The engine is guarded by this object's lock. */
final class FakeGateConnection implements Door.Visitor {
    private static final Symbol COPY = Symbol.valueOf("copy");
    private static final int ROOM_FOR_THE_REST = 64 << 10;

    private final FakeGate gate;
    private final Socket socket;
    private final Transport transport = Proton.transport();
    private final Connection connection = Proton.connection();
    private final Collector collector = Proton.collector();
    /** With what is to be shown where nothing is taken. */
    private final Map<Sender, Optional<Deque<Item>>> senders = new LinkedHashMap<>();

    private final Map<Delivery, Item> unsettled = new LinkedHashMap<>();
    private long tag;
    private boolean gaveBack;
    private boolean lost;

    FakeGateConnection(FakeGate gate, Socket socket) {
        this.gate = gate;
        this.socket = socket;
        connection.collect(collector);
        Sasl sasl = transport.sasl();
        sasl.server();
        sasl.setMechanisms("ANONYMOUS", "PLAIN");
        sasl.allowSkip(true);
        sasl.setListener(new LetsIn());
        transport.bind(connection);
    }

    @Override
    public void run() {
        byte[] chunk = new byte[1 << 14];
        try {
            int length = socket.getInputStream().read(chunk);
            while (length > 0) {
                input(chunk, length);
                pump();
                if (hasGivenBack()) {
                    gate.handOut();
                }
                length = socket.getInputStream().read(chunk);
            }
        } catch (IOException e) {
            // The vehicle has gone, or the test broke the connection.
            return;
        } finally {
            lose();
            gate.handOut();
        }
    }

    @Override
    public void cut() {
        Door.closeQuietly(socket);
    }

    /** Hands out what there is credit for; nothing once the connection is lost, as nobody would give that back. Any thread. */
    synchronized void pump() {
        if (lost) {
            return;
        }
        for (Event event = collector.peek(); event != null; event = collector.peek()) {
            on(event);
            collector.pop();
        }
        senders.forEach(this::deliver);
        output();
    }

    private synchronized void input(byte[] chunk, int length) {
        int done = 0;
        while (done < length) {
            ByteBuffer tail = transport.tail();
            int count = Math.min(tail.remaining(), length - done);
            tail.put(chunk, done, count);
            transport.process();
            done += count;
        }
    }

    private void output() {
        try {
            int pending = transport.pending();
            while (pending > 0) {
                byte[] bytes = new byte[pending];
                transport.head().get(bytes);
                socket.getOutputStream().write(bytes);
                transport.pop(pending);
                pending = transport.pending();
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void on(Event event) {
        switch (event.getType()) {
            case CONNECTION_REMOTE_OPEN -> event.getConnection().open();
            case CONNECTION_REMOTE_CLOSE -> event.getConnection().close();
            case SESSION_REMOTE_OPEN -> event.getSession().open();
            case SESSION_REMOTE_CLOSE -> event.getSession().close();
            case LINK_REMOTE_OPEN -> open(event.getLink());
            case LINK_REMOTE_CLOSE -> close(event.getLink());
            case DELIVERY -> settle(event.getDelivery());
            default -> {
                return;
            }
        }
    }

    private void open(Link link) {
        if (!(link instanceof Sender sender) || !(link.getRemoteSource() instanceof Source source)) {
            refuse(link, "amqp:not-implemented", "the fake hub's gate is for collecting only");
            return;
        }
        String address = source.getAddress();
        Optional<String> problem = gate.problem(address);
        if (problem.isPresent()) {
            refuse(link, "amqp:not-found", problem.get());
            return;
        }
        sender.setSource(source);
        sender.setTarget(sender.getRemoteTarget());
        sender.open();
        boolean copies = COPY.equals(source.getDistributionMode());
        senders.put(sender, copies ? Optional.of(new ArrayDeque<>(gate.items(address))) : Optional.empty());
    }

    private static void refuse(Link link, String condition, String text) {
        link.open();
        link.setCondition(new ErrorCondition(Symbol.valueOf(condition), text));
        link.close();
    }

    private void close(Link link) {
        senders.remove(link);
        for (Delivery delivery : List.copyOf(unsettled.keySet())) {
            if (delivery.getLink() == link) {
                finish(delivery, Outcome.RELEASED);
            }
        }
        link.close();
    }

    /** The oldest delivery of each link is the one a vehicle was at. */
    private synchronized void lose() {
        lost = true;
        boolean closed = connection.getRemoteState() == EndpointState.CLOSED;
        Map<Link, Delivery> oldest = new LinkedHashMap<>();
        unsettled.keySet().forEach(delivery -> oldest.putIfAbsent(delivery.getLink(), delivery));
        for (Delivery delivery : List.copyOf(unsettled.keySet())) {
            boolean failed = !closed && oldest.containsValue(delivery);
            finish(delivery, failed ? Outcome.FAILED : Outcome.RELEASED);
        }
    }

    private void deliver(Sender sender, Optional<Deque<Item>> copies) {
        String address = ((Source) sender.getRemoteSource()).getAddress();
        while (sender.getCredit() > 0) {
            Optional<Item> next =
                    copies.isPresent() ? Optional.ofNullable(copies.get().pollFirst()) : gate.take(address);
            if (next.isEmpty()) {
                break;
            }
            send(sender, next.get(), copies.isPresent());
        }
        if (sender.getDrain()) {
            sender.drained();
        }
    }

    private void send(Sender sender, Item item, boolean copy) {
        tag++;
        Delivery delivery = sender.delivery(Long.toString(tag).getBytes(StandardCharsets.UTF_8));
        byte[] encoded = new byte[item.message().body().bytes().length + ROOM_FOR_THE_REST];
        int length = message(item).encode(encoded, 0, encoded.length);
        sender.send(encoded, 0, length);
        sender.advance();
        if (copy) {
            delivery.settle();
        } else {
            unsettled.put(delivery, item);
        }
    }

    private static Message message(Item item) {
        HeldMessage held = item.message();
        Message message = Message.Factory.create();
        message.setMessageId(held.id());
        message.setDurable(true);
        message.setDeliveryCount(item.failed());
        message.setSubject(item.address());
        message.setContentType(held.body().contentType());
        message.setCreationTime(held.body().created().toEpochMilli());
        held.key().ifPresent(message::setGroupId);
        message.setApplicationProperties(new ApplicationProperties(held.properties()));
        message.setBody(new Data(new Binary(held.body().bytes())));
        return message;
    }

    private void settle(Delivery delivery) {
        DeliveryState state = delivery.getRemoteState();
        if (state instanceof Accepted) {
            finish(delivery, Outcome.ACCEPTED);
        } else if (state instanceof Modified modified && Boolean.TRUE.equals(modified.getDeliveryFailed())) {
            finish(delivery, Outcome.FAILED);
        } else if (state != null || delivery.remotelySettled()) {
            finish(delivery, Outcome.RELEASED);
        }
    }

    private synchronized boolean hasGivenBack() {
        boolean before = gaveBack;
        gaveBack = false;
        return before;
    }

    private void finish(Delivery delivery, Outcome outcome) {
        Item item = unsettled.remove(delivery);
        if (item != null) {
            gate.settle(item, outcome);
            gaveBack |= outcome != Outcome.ACCEPTED;
            delivery.settle();
        }
    }
}
