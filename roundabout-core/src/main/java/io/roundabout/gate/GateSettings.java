package io.roundabout.gate;

/**
 * Settings of the gate.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param maxFrameBytes largest frame taken or sent, at least 512 (AMQP 1.0 section 2.7.1), {@code gate.max-frame}
 * @param readAheadBytes messages kept ready to be sent, of all outputs together, in bytes, {@code gate.read-ahead}
 * @param maxUnsettledMessages messages a link may hold unsettled, {@code gate.max-unsettled}
 * @param maxUnsettledBytes their size together, in bytes, {@code gate.max-unsettled-bytes}
 * @param unsettledBytes size of what all links together may hold unsettled, in bytes, {@code gate.unsettled-memory}
 * @param limits what a client may ask of the gate
 * @param relays how relays come to brokers
 */
public record GateSettings(
        String host,
        int port,
        int maxFrameBytes,
        long readAheadBytes,
        int maxUnsettledMessages,
        long maxUnsettledBytes,
        long unsettledBytes,
        GateLimits limits,
        RelaySettings relays) {
    private static final int SMALLEST_MAX_FRAME = 512;
    private static final long MOST_READ_AHEAD = 64 << 20;

    public GateSettings {
        if (maxFrameBytes < SMALLEST_MAX_FRAME || readAheadBytes < 1) {
            throw new IllegalArgumentException(
                    "frames of " + maxFrameBytes + " B, read-ahead " + readAheadBytes + " B");
        }
        if (maxUnsettledMessages < 1 || maxUnsettledBytes < 1 || unsettledBytes < 1) {
            throw new IllegalArgumentException("unsettled " + maxUnsettledMessages + " messages, " + maxUnsettledBytes
                    + " B of a link, " + unsettledBytes + " B of all");
        }
    }

    /**
     * Returns the defaults for an address: frames of 64 KiB, a tenth of the heap but at most 64 MiB read ahead, 100,000
     * messages or 32 MiB unsettled on a link, a fifth of the heap on all.
     */
    public static GateSettings defaults(String host, int port) {
        long heap = Runtime.getRuntime().maxMemory();
        return new GateSettings(
                host,
                port,
                64 << 10,
                Math.min(MOST_READ_AHEAD, heap / 10),
                100_000,
                32L << 20,
                heap / 5,
                GateLimits.defaults(),
                RelaySettings.NONE);
    }

    /** Returns these settings with other memory. */
    public GateSettings withMemory(long readAhead, long unsettled) {
        return new GateSettings(
                host,
                port,
                maxFrameBytes,
                readAhead,
                maxUnsettledMessages,
                maxUnsettledBytes,
                unsettled,
                limits,
                relays);
    }

    /** Returns these settings with other limits. */
    public GateSettings with(GateLimits other) {
        return new GateSettings(
                host,
                port,
                maxFrameBytes,
                readAheadBytes,
                maxUnsettledMessages,
                maxUnsettledBytes,
                unsettledBytes,
                other,
                relays);
    }

    /** Returns these settings with other ways to come to brokers. */
    public GateSettings with(RelaySettings other) {
        return new GateSettings(
                host,
                port,
                maxFrameBytes,
                readAheadBytes,
                maxUnsettledMessages,
                maxUnsettledBytes,
                unsettledBytes,
                limits,
                other);
    }
}
