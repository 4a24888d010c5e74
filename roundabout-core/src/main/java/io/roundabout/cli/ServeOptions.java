package io.roundabout.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code roundabout serve} was told.
 *
 * @param pipeline pipeline file or folder, if any
 * @param state folder or URL of the state
 * @param entrance where vehicles push
 * @param amqp where vehicles collect
 * @param http where people look
 * @param master Spark's master URL
 * @param config file of settings, if any
 * @param durability what acknowledged messages survive
 * @param partitions state partitions of a new state folder; the hub chooses where it is empty
 */
public record ServeOptions(
        Optional<Path> pipeline,
        String state,
        HostPort entrance,
        HostPort amqp,
        HostPort http,
        String master,
        Optional<Path> config,
        Durability durability,
        OptionalInt partitions) {
    /** What a message survives once it is acknowledged. */
    public enum Durability {
        /** Loss of power, where the disk honours fsync: everything is synced before it is acknowledged. */
        POWER,
        /** The death of the hub's process, but not that of the machine. */
        PROCESS
    }
}
