package io.roundabout.vehicle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a {@link Collecting} or a {@link Receiver} gets its messages. For one thread at a time, except to close. */
interface MessageSource extends AutoCloseable {
    /** Returns the next message, or null when there is none: nothing is ready, or it is closed. */
    @Nullable
    CollectedMessage next();

    /** Returns the next message, waiting for it at most {@code timeout}; null if none came. */
    @Nullable
    CollectedMessage next(Duration timeout);

    /** Tells the hub that all messages returned so far are done with. */
    void acknowledge();

    /** Gives back the message returned last, if it is not acknowledged. */
    void release();

    /** Gives back what is not acknowledged, and leaves. Safe from any thread; again it does nothing. */
    @Override
    void close();

    /** Returns whether it was closed. */
    boolean isClosed();
}
