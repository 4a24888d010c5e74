package io.roundabout.gate;

import java.time.Duration;

/**
 * What a client may ask of the gate. Proton-J announces some of these numbers but enforces none.
 *
 * @param maxConnections connections at the same time, {@code gate.max-connections}
 * @param maxUnopened connections that have not yet sent their open frame, {@code gate.max-unopened}
 * @param maxSessions sessions of a connection, at most 65,535, {@code gate.max-sessions}
 * @param maxLinks links of a connection, {@code gate.max-links}
 * @param headerDeadline time for the first eight bytes, {@code gate.header-deadline}
 * @param openDeadline time for SASL and the open frame, {@code gate.open-deadline}
 * @param idleTimeout silence after which a connection is closed; half of it is announced (AMQP 1.0 section 2.4.5),
 *     {@code gate.idle-timeout}
 * @param shortestIdleTimeout shortest idle timeout a client may demand; a shorter one is refused,
 *     {@code gate.shortest-idle-timeout}
 * @param maxEmptyAddresses addresses with receivers at which nothing was ever held, {@code gate.max-empty-addresses}
 */
public record GateLimits(
        int maxConnections,
        int maxUnopened,
        int maxSessions,
        int maxLinks,
        Duration headerDeadline,
        Duration openDeadline,
        Duration idleTimeout,
        Duration shortestIdleTimeout,
        int maxEmptyAddresses) {

    /** Returns the defaults: 2,048 connections, 64 of them unopened, 64 sessions and 256 links each, 10,000 empty addresses. */
    public static GateLimits defaults() {
        return new GateLimits(
                2_048,
                64,
                64,
                256,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(120),
                Duration.ofMillis(500),
                10_000);
    }
}
