package io.roundabout.vehicle.testing;

import io.roundabout.vehicle.testing.FakeGate.Held;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/** One AMQP connection to the fake gate. The engine is guarded by this object's lock. */
final class FakeGateConnection {
    private static final Symbol COPY = Symbol.valueOf("copy");

    private final FakeGate gate;
    private final Socket socket;
    private final Transport transport = Proton.transport();
    private final Sasl sasl;
    private final Connection connection = Proton.connection();
    private final Collector collector = Proton.collector();
    private final Map<Sender, Optional<Deque<Held>>> senders = new LinkedHashMap<>();
    private final Map<Delivery, Held> unsettled = new LinkedHashMap<>();
    private long tag;

    FakeGateConnection(FakeGate gate, Socket socket) {
        this.gate = gate;
        this.socket = socket;
        connection.collect(collector);
        sasl = transport.sasl();
        sasl.server();
        sasl.setMechanisms("ANONYMOUS");
        transport.bind(connection);
    }

    void run() {
        byte[] chunk = new byte[1 << 14];
        try (socket) {
            int length = socket.getInputStream().read(chunk);
            while (length > 0) {
                input(chunk, length);
                pump();
                length = socket.getInputStream().read(chunk);
            }
        } catch (IOException e) {
            close();
        } finally {
            gate.gone(this);
            giveBackAll();
        }
    }

    synchronized void pump() {
        if (sasl.getState() == Sasl.SaslState.PN_SASL_STEP) {
            sasl.done(Sasl.SaslOutcome.PN_SASL_OK);
        }
        for (Event event = collector.peek(); event != null; event = collector.peek()) {
            on(event);
            collector.pop();
        }
        senders.forEach(this::deliver);
        output();
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
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
            close();
        }
    }

    private void on(Event event) {
        switch (event.getType()) {
            case CONNECTION_REMOTE_OPEN -> event.getConnection().open();
            case CONNECTION_REMOTE_CLOSE -> event.getConnection().close();
            case SESSION_REMOTE_OPEN -> event.getSession().open();
            case SESSION_REMOTE_CLOSE -> event.getSession().close();
            case LINK_REMOTE_OPEN -> open((Sender) event.getLink());
            case LINK_REMOTE_CLOSE -> close((Sender) event.getLink());
            case DELIVERY -> settle(event.getDelivery());
            default -> {
                return;
            }
        }
    }

    private void open(Sender sender) {
        Source source = (Source) sender.getRemoteSource();
        String address = source.getAddress();
        if (gate.isRefused(address)) {
            sender.setSource(null);
            sender.open();
            sender.setCondition(new ErrorCondition(
                    Symbol.valueOf("amqp:not-found"), "no address '" + address + "'; there is 'enriched'"));
            sender.close();
            return;
        }
        sender.setSource(source);
        sender.setTarget(sender.getRemoteTarget());
        sender.open();
        Symbol mode = source.getDistributionMode();
        senders.put(sender, COPY.equals(mode) ? Optional.of(new ArrayDeque<>(gate.all(address))) : Optional.empty());
    }

    private void close(Sender sender) {
        if (senders.remove(sender) != null) {
            for (Delivery delivery : unsettled.keySet().toArray(new Delivery[0])) {
                if (delivery.getLink() == sender) {
                    finish(delivery, "detached");
                }
            }
        }
        sender.close();
    }

    private synchronized void giveBackAll() {
        for (Delivery delivery : unsettled.keySet().toArray(new Delivery[0])) {
            finish(delivery, "lost");
        }
    }

    private void deliver(Sender sender, Optional<Deque<Held>> copies) {
        String address = ((Source) sender.getRemoteSource()).getAddress();
        while (sender.getCredit() > 0) {
            Optional<Held> next =
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

    private void send(Sender sender, Held held, boolean copy) {
        tag++;
        Delivery delivery = sender.delivery(Long.toString(tag).getBytes(StandardCharsets.UTF_8));
        Message message = Message.Factory.create();
        message.setMessageId(held.id());
        message.setDurable(true);
        message.setSubject("enriched");
        message.setContentType(held.contentType());
        message.setCreationTime(1_700_000_000_000L);
        held.key().ifPresent(message::setGroupId);
        message.setApplicationProperties(new ApplicationProperties(held.properties()));
        message.setBody(new Data(new Binary(held.body())));
        byte[] encoded = new byte[held.body().length + 4096];
        int length = message.encode(encoded, 0, encoded.length);
        sender.send(encoded, 0, length);
        sender.advance();
        if (copy) {
            delivery.settle();
        } else {
            unsettled.put(delivery, held);
        }
    }

    private void settle(Delivery delivery) {
        DeliveryState outcome = delivery.getRemoteState();
        if (outcome != null || delivery.remotelySettled()) {
            finish(delivery, outcome == null ? "settled" : outcome.getClass().getSimpleName());
        }
    }

    private void finish(Delivery delivery, String outcome) {
        Held held = unsettled.remove(delivery);
        if (held == null) {
            return;
        }
        if (outcome.equals(Accepted.class.getSimpleName())) {
            gate.accept(held);
        } else {
            gate.giveBack(((Source) delivery.getLink().getRemoteSource()).getAddress(), held, outcome);
        }
        delivery.settle();
    }
}
