package io.roundabout.vehicle;

import java.time.Duration;

/**
 * What a vehicle was built with.
 *
 * @param hub where the hub is, and where its doors are
 * @param name the vehicle's name, for the hub's people; also the AMQP container-id
 * @param session session to resume, or empty: a new one
 * @param bounds how much may be undecided before pushing blocks
 * @param patience how long each thing may take
 */
record VehicleSettings(Hub hub, String name, String session, Bounds bounds, Patience patience) {
    /** Host and ports of a hub. */
    record Hub(String host, int entrancePort, int amqpPort) {}

    /** Most messages and bytes of body that may be undecided at once. */
    record Bounds(int messages, long bytes) {}

    /** How long connecting may take, a lost connection is tried again, and closing waits for decisions. */
    record Patience(Duration connect, Duration reconnect, Duration close) {}
}
