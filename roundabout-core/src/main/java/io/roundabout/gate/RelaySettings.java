package io.roundabout.gate;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How relays come to brokers.
 *
 * @param credentials file with users and passwords, one URL {@code amqp://USER:PASSWORD@HOST:PORT} a line, {@code
 *     relay.credentials}; read again before each connection
 * @param trust file in PEM with the certificates that those of brokers are checked by, {@code relay.trust}; empty: those that
 *     the JVM trusts
 */
public record RelaySettings(Optional<Path> credentials, Optional<Path> trust) {
    /** Relays without passwords, and with the certificates that the JVM trusts. */
    public static final RelaySettings NONE = new RelaySettings(Optional.empty(), Optional.empty());
}
