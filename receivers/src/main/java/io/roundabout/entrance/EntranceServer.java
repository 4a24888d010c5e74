package io.roundabout.entrance;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The TCP door. Frames what vehicles send, gathers it by state partition, hands cuts to the attached sink and tells the
 * vehicles what was decided. Lives as long as the hub, across restarts of the receiver. Thread-safe.
 */
public final class EntranceServer implements AutoCloseable {

    /**
     * Opens the door.
     *
     * @throws io.roundabout.RoundaboutException with code {@code PORT_IN_USE} if the port is taken
     */
    public static EntranceServer open(EntranceSettings settings, HubLine hub, Partitions partitions) {
        return new EntranceServer();
    }

    /** Returns the address it listens on. */
    public InetSocketAddress address() {
        return new InetSocketAddress(0);
    }

    /** Starts handing cuts to {@code sink}, beginning with any that a former sink failed to store. */
    public void attach(CutSink sink) {}

    /** Stops handing cuts to {@code sink}; returns once no call to it is running. */
    public void detach(CutSink sink) {}

    /** Hears what became of a cut; decisions come in the order of the cuts. Never blocks. */
    public void decided(Decision decision) {}

    /**
     * Takes no more: stops accepting and reading, cuts what was framed, tells every vehicle what was decided, then closes
     * its connection with {@code -close shutting-down}. Completes when all is told.
     */
    public CompletionStage<Void> drain() {
        return new CompletableFuture<>();
    }

    @Override
    public void close() {}
}
