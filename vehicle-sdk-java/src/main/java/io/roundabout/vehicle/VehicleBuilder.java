package io.roundabout.vehicle;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/** Builds a {@link Vehicle}. Confined to one thread. Nothing is connected before the vehicle is used. */
public final class VehicleBuilder {
    private static final int LONGEST_WORD = 128;

    private final String host;
    private int entrancePort = 7070;
    private int amqpPort = 5672;
    private String name = "vehicle";
    private String session = "";
    private int bufferMessages = 65_536;
    private long bufferBytes = 16L << 20;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration reconnectTimeout = Duration.ofMinutes(10);
    private Duration closeTimeout = Duration.ofSeconds(30);

    VehicleBuilder(String host) {
        this.host = Objects.requireNonNull(host, "host is null");
    }

    /** Sets the TCP port of the entrance; 7070 by default. */
    public VehicleBuilder entrancePort(int port) {
        entrancePort = port(port);
        return this;
    }

    /** Sets the AMQP port of the gate; 5672 by default. */
    public VehicleBuilder amqpPort(int port) {
        amqpPort = port(port);
        return this;
    }

    /** Sets the vehicle's name, 1 to 128 bytes, by which the hub's people know it. It is also the AMQP container-id. */
    public VehicleBuilder name(String name) {
        this.name = word("name", name);
        return this;
    }

    /**
     * Sets the session to open or resume, 1 to 128 bytes. The hub remembers it for 30 days after its last message. A
     * vehicle that resumes one asks {@link Vehicle#last()} where to continue. By default a new session is made, in which
     * only lost connections are resumed.
     */
    public VehicleBuilder session(String session) {
        this.session = word("session", session);
        return this;
    }

    /** Sets how many messages may be undecided before pushing blocks, at least 1; 65,536 by default. */
    public VehicleBuilder bufferMessages(int messages) {
        bufferMessages = (int) positive("bufferMessages", messages);
        return this;
    }

    /** Sets how many bytes may be undecided before pushing blocks, at least 1; 16 MiB by default. */
    public VehicleBuilder bufferBytes(long bytes) {
        bufferBytes = positive("bufferBytes", bytes);
        return this;
    }

    /**
     * Sets how long connecting may take, and again the hub's first answer; 10 s by default. A vehicle that comes back gives the
     * answer at least 30 s: a busy hub first decides what it has of the session.
     */
    public VehicleBuilder connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    /** Sets how long a lost connection is tried again before the vehicle fails; 10 minutes by default. */
    public VehicleBuilder reconnectTimeout(Duration timeout) {
        reconnectTimeout = timeout;
        return this;
    }

    /** Sets how long {@link Vehicle#close()} waits for the hub's decisions; 30 s by default. */
    public VehicleBuilder closeTimeout(Duration timeout) {
        closeTimeout = timeout;
        return this;
    }

    /** Returns the vehicle. Nothing is connected yet. */
    public Vehicle build() {
        return new Vehicle(new VehicleSettings(
                new VehicleSettings.Hub(host, entrancePort, amqpPort),
                name,
                session.isEmpty() ? UUID.randomUUID().toString() : session,
                new VehicleSettings.Bounds(bufferMessages, bufferBytes),
                new VehicleSettings.Patience(connectTimeout, reconnectTimeout, closeTimeout)));
    }

    private static int port(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
        return port;
    }

    private static long positive(String setting, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(setting + " is " + value + "; it must be at least 1");
        }
        return value;
    }

    private static String word(String setting, String value) {
        int length = Message.utf8(value).length;
        if (length < 1 || length > LONGEST_WORD || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    setting + " '" + value + "' must be 1 to 128 bytes of UTF-8 without control characters");
        }
        return value;
    }
}
