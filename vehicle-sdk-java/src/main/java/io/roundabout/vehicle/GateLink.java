package io.roundabout.vehicle;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsMessageSupport;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;
import org.jspecify.annotations.Nullable;

/** A connection to the gate with one receiver. The AMQP client stays behind this class and {@link GateMessage}. */
final class GateLink implements MessageSource {
    /** How messages are asked for. */
    enum Way {
        /** Waits for messages that are not there yet. */
        WAITING,
        /** Takes what is ready. */
        DRAINING,
        /** Takes nothing. */
        BROWSING
    }

    /** Up to this limit each message is asked for by itself, so that no more than the limit are ever reserved. */
    private static final long PULLED_ONE_BY_ONE = 256;

    private static final int PREFETCHED = 1_000;

    /** The AMQP client's own session mode, in which each message is acknowledged by itself. Source: its documentation. */
    private static final int INDIVIDUAL_ACKNOWLEDGE = 101;

    private static final int RELEASED = JmsMessageSupport.RELEASED;

    private final String place;
    private final Way way;
    private final Connection connection;
    private final @Nullable MessageConsumer consumer;
    private final @Nullable Enumeration<?> browsed;
    private List<jakarta.jms.Message> unacknowledged = new ArrayList<>();
    private volatile boolean closed;

    private GateLink(String place, Way way, Connection connection, String address) throws JMSException {
        this.place = place;
        this.way = way;
        this.connection = connection;
        connection.start();
        Session session = connection.createSession(INDIVIDUAL_ACKNOWLEDGE);
        jakarta.jms.Queue queue = session.createQueue(address);
        if (way == Way.BROWSING) {
            QueueBrowser browser = session.createBrowser(queue);
            this.browsed = browser.getEnumeration();
            this.consumer = null;
        } else {
            this.browsed = null;
            this.consumer = session.createConsumer(queue);
        }
    }

    /**
     * Connects and attaches.
     *
     * @throws HubUnreachableException if the AMQP port cannot be reached
     * @throws NotCollectableException if the hub refuses the address
     */
    static GateLink open(VehicleSettings settings, Way way, String address, long limit) {
        String place = settings.hub().host() + ":" + settings.hub().amqpPort();
        Connection connection = connect(settings, place, way != Way.BROWSING && limit <= PULLED_ONE_BY_ONE);
        try {
            return new GateLink(place, way, connection, address);
        } catch (InvalidDestinationException e) {
            closeQuietly(connection);
            throw new NotCollectableException("not-found", address, hubText(e), e);
        } catch (JMSSecurityException e) {
            closeQuietly(connection);
            throw new NotCollectableException("not-allowed", address, hubText(e), e);
        } catch (JMSException e) {
            closeQuietly(connection);
            throw lost(place, e);
        }
    }

    @Override
    public @Nullable CollectedMessage next() {
        return switch (way) {
            case WAITING -> next(Duration.ZERO);
            case DRAINING -> received(MessageConsumer::receiveNoWait);
            case BROWSING -> browsed();
        };
    }

    @Override
    public @Nullable CollectedMessage next(Duration timeout) {
        return way == Way.BROWSING ? browsed() : received(from -> from.receive(timeout.toMillis()));
    }

    @Override
    public void acknowledge() {
        try {
            for (jakarta.jms.Message message : takeUnacknowledged()) {
                message.acknowledge();
            }
        } catch (JMSException e) {
            throw lost(place, e);
        }
    }

    @Override
    public void release() {
        release(takeLast());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release(takeUnacknowledged());
            closeQuietly(connection);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Closing alone would count a failed attempt for what was received. */
    private void release(List<jakarta.jms.Message> messages) {
        try {
            for (jakarta.jms.Message message : messages) {
                message.setIntProperty(JmsMessageSupport.JMS_AMQP_ACK_TYPE, RELEASED);
                message.acknowledge();
            }
        } catch (JMSException e) {
            // The connection is lost already: the hub gives the messages out again by itself.
            return;
        }
    }

    private synchronized List<jakarta.jms.Message> takeUnacknowledged() {
        List<jakarta.jms.Message> taken = unacknowledged;
        unacknowledged = new ArrayList<>();
        return taken;
    }

    private CollectedMessage kept(jakarta.jms.Message message) throws JMSException {
        // What cannot be read was not handed out, and must not be acknowledged with the others.
        CollectedMessage read = GateMessage.read(message);
        synchronized (this) {
            unacknowledged.add(message);
        }
        return read;
    }

    private synchronized List<jakarta.jms.Message> takeLast() {
        int last = unacknowledged.size() - 1;
        return last < 0 ? List.of() : List.of(unacknowledged.remove(last));
    }

    private @Nullable CollectedMessage received(Receiving receiving) {
        try {
            MessageConsumer from = consumer;
            jakarta.jms.Message message = from == null ? null : receiving.from(from);
            return message == null ? null : kept(message);
        } catch (JMSException e) {
            if (closed) {
                return null;
            }
            throw e.getCause() instanceof CharacterCodingException ? unreadable(e) : lost(place, e);
        }
    }

    private @Nullable CollectedMessage browsed() {
        if (closed) {
            return null;
        }
        try {
            Enumeration<?> messages = browsed;
            return messages != null && messages.hasMoreElements()
                    ? GateMessage.read((jakarta.jms.Message) messages.nextElement())
                    : null;
        } catch (JMSException e) {
            throw lost(place, e);
        }
    }

    private static Connection connect(VehicleSettings settings, String place, boolean oneByOne) {
        // Expiry is the hub's to decide, by its own clock; epoll and OpenSSL would need native libraries.
        String options = "jms.localMessageExpiry=false&jms.connectTimeout="
                + settings.patience().connect().toMillis()
                + "&transport.connectTimeout=" + settings.patience().connect().toMillis()
                + "&transport.useEpoll=false&transport.useKQueue=false";
        JmsConnectionFactory factory = new JmsConnectionFactory("amqp://" + place + "?" + options);
        JmsDefaultPrefetchPolicy prefetch = new JmsDefaultPrefetchPolicy();
        prefetch.setAll(oneByOne ? 0 : PREFETCHED);
        factory.setPrefetchPolicy(prefetch);
        factory.setClientID(settings.name());
        try {
            Connection connection = factory.createConnection();
            try {
                // The client only logs what ends a connection between two calls; the next call says so too.
                connection.setExceptionListener(lost -> {});
                connection.getMetaData();
                return connection;
            } catch (JMSException e) {
                closeQuietly(connection);
                throw e;
            }
        } catch (JMSException e) {
            throw lost(place, e);
        }
    }

    private static String hubText(JMSException refused) {
        return ConnectionTrouble.withoutCondition(String.valueOf(refused.getMessage()));
    }

    private static VehicleException unreadable(JMSException cause) {
        return new VehicleException(
                "bad-body", "a message is not the text its content type says: " + cause.getMessage(), cause);
    }

    private static HubUnreachableException lost(String place, JMSException cause) {
        return new HubUnreachableException(
                "cannot reach the hub's AMQP port at " + place + ": " + ConnectionTrouble.text(cause), cause);
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (JMSException e) {
            // The hub releases what a lost connection held.
            return;
        }
    }

    /** One way of waiting for a message. */
    private interface Receiving {
        jakarta.jms.@Nullable Message from(MessageConsumer consumer) throws JMSException;
    }
}
