package io.roundabout.entrance;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.time.Duration;

/**
 * Settings of the entrance.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param maxLineBytes longest line without its end, {@code entrance.max-line}
 * @param maxPutBytes longest {@code !put} body, {@code entrance.max-put}
 * @param batch what an atomic batch may have at most; never more bytes than {@code windowBytes}
 * @param windowBytes undecided bytes of one connection at which it is no longer read, {@code entrance.window}
 * @param memoryBytes undecided bytes of all connections together, {@code entrance.memory}
 * @param maxConnections connections at the same time, {@code entrance.max-connections}
 * @param lineDeadline time from a line's first byte to its end (a body has a second more for each 64 KiB), and time for a
 *     vehicle to read its answers; {@code entrance.line-deadline}
 * @param idleTimeout silence after which a connection is closed, {@code entrance.idle-timeout}
 */
public record EntranceSettings(
        String host,
        int port,
        int maxLineBytes,
        int maxPutBytes,
        BatchLimits batch,
        int windowBytes,
        long memoryBytes,
        int maxConnections,
        Duration lineDeadline,
        Duration idleTimeout) {
    /** Longest body that is skipped and refused, in bytes; a longer one ends the connection. Source: docs/wire.md. */
    static final int LONGEST_SKIPPED_PUT = 64 << 20;

    public EntranceSettings {
        require(maxLineBytes, 1, LineDecoder.LONGEST_SKIPPED_LINE, "entrance.max-line");
        require(maxPutBytes, 1, LONGEST_SKIPPED_PUT, "entrance.max-put");
        require(batch.bytes(), 1, BatchLimits.MOST_BYTES, "entrance.max-batch");
        require(batch.messages(), 1, BatchLimits.MOST_MESSAGES, "entrance.max-batch-messages");
        require(windowBytes, 1, Integer.MAX_VALUE, "entrance.window");
        require(memoryBytes, maxPutBytes, Long.MAX_VALUE, "entrance.memory");
        require(maxConnections, 1, Integer.MAX_VALUE, "entrance.max-connections");
        batch = new BatchLimits(Math.min(batch.bytes(), windowBytes), batch.messages());
    }

    /** Returns the defaults of docs/wire.md for an address: 64 KiB lines, 16 MiB bodies and window. */
    public static EntranceSettings defaults(String host, int port) {
        return new EntranceSettings(
                host,
                port,
                65_536,
                16 << 20,
                BatchLimits.DEFAULTS,
                16 << 20,
                128L << 20,
                2_048,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }

    /** Returns the settings with another bound on the undecided bytes of all connections together. */
    public EntranceSettings withMemory(long bytes) {
        return new EntranceSettings(
                host,
                port,
                maxLineBytes,
                maxPutBytes,
                batch,
                windowBytes,
                bytes,
                maxConnections,
                lineDeadline,
                idleTimeout);
    }

    private static void require(long value, long lowest, long highest, String setting) {
        if (value < lowest || value > highest) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS,
                    "BAD_SETTING",
                    setting + " is " + value + "; it must be " + lowest + " to " + highest + ". Correct the setting.");
        }
    }
}
