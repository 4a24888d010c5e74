package io.roundabout.vehicle;

import java.time.Duration;
import java.util.Optional;

/**
 * Messages being collected that are acknowledged together, by hand: for who puts many of them somewhere, and can only say
 * for all at once that they are safe there. What is not acknowledged is kept by the hub and delivered again.
 *
 * <pre>{@code
 * try (Receiver messages = vehicle.receiver("enriched")) {
 *     for (Optional<CollectedMessage> message = messages.receive(); message.isPresent(); message = messages.receive()) {
 *         file.write(message.get());
 *     }
 *     file.sync();
 *     messages.acknowledge();
 * }
 * }</pre>
 *
 * <p>The hub hands out no more while a receiver has 100,000 messages or 32 MiB that are not acknowledged ({@code
 * gate.max-unsettled}, {@code gate.max-unsettled-bytes}): acknowledge before that, or when nothing comes.
 *
 * <p>Not thread-safe: for one thread at a time, except {@link #close}.
 */
public final class Receiver implements AutoCloseable {
    private final MessageSource source;
    private long left;

    Receiver(MessageSource source, long limit) {
        this.source = source;
        this.left = limit;
    }

    /**
     * Takes a message that is ready.
     *
     * @return empty: nothing is ready, the limit is reached, the hub hands out no more before something is acknowledged, or
     *     this is closed
     * @throws HubUnreachableException if the connection is lost; what was not acknowledged is delivered again
     */
    public Optional<CollectedMessage> receive() {
        return taken(left == 0 ? Optional.empty() : Optional.ofNullable(source.next()));
    }

    /**
     * As {@link #receive()}, and waits for a message if none is ready.
     *
     * @param timeout how long at most; from 1 ms, less does not wait
     */
    public Optional<CollectedMessage> receive(Duration timeout) {
        boolean waits = left > 0 && timeout.toMillis() > 0;
        return waits ? taken(Optional.ofNullable(source.next(timeout))) : receive();
    }

    /**
     * Tells the hub that all messages returned so far are safe: it forgets them. This is not answered: after a crash right
     * behind it they may come once more, with the same ids.
     *
     * @throws HubUnreachableException if the connection is lost; what was not acknowledged is delivered again
     */
    public void acknowledge() {
        source.acknowledge();
    }

    /**
     * Gives back the message returned last: it is not acknowledged with the others. The hub delivers it again, to this
     * receiver too if nobody else takes it.
     */
    public void release() {
        source.release();
    }

    /** Gives back what is not acknowledged, and leaves. Closing again does nothing. */
    @Override
    public void close() {
        source.close();
    }

    private Optional<CollectedMessage> taken(Optional<CollectedMessage> message) {
        left -= message.isPresent() ? 1 : 0;
        return message;
    }
}
