package io.roundabout.gate;

/**
 * Settings of the gate.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param maxFrameBytes largest frame taken or sent, at least 512 (AMQP 1.0 section 2.7.1), {@code gate.max-frame}
 * @param readAheadBytes messages of an output kept ready to be sent, in bytes, {@code gate.read-ahead}
 * @param maxUnsettledMessages messages a link may hold unsettled, {@code gate.max-unsettled}
 * @param maxUnsettledBytes their size together, in bytes, {@code gate.max-unsettled-bytes}
 * @param limits what a client may ask of the gate
 */
public record GateSettings(
        String host,
        int port,
        int maxFrameBytes,
        int readAheadBytes,
        int maxUnsettledMessages,
        long maxUnsettledBytes,
        GateLimits limits) {
    private static final int SMALLEST_MAX_FRAME = 512;

    public GateSettings {
        if (maxFrameBytes < SMALLEST_MAX_FRAME || readAheadBytes < 1) {
            throw new IllegalArgumentException(
                    "frames of " + maxFrameBytes + " B, read-ahead " + readAheadBytes + " B");
        }
        if (maxUnsettledMessages < 1 || maxUnsettledBytes < 1) {
            throw new IllegalArgumentException(
                    "unsettled " + maxUnsettledMessages + " messages, " + maxUnsettledBytes + " B");
        }
    }

    /** Returns the defaults for an address: frames of 64 KiB, 4 MiB read ahead, 100,000 messages or 32 MiB unsettled. */
    public static GateSettings defaults(String host, int port) {
        return new GateSettings(host, port, 64 << 10, 4 << 20, 100_000, 32L << 20, GateLimits.defaults());
    }

    /** Returns these settings with other limits. */
    public GateSettings with(GateLimits other) {
        return new GateSettings(
                host, port, maxFrameBytes, readAheadBytes, maxUnsettledMessages, maxUnsettledBytes, other);
    }
}
