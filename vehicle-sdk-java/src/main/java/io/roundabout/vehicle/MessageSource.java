package io.roundabout.vehicle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a {@link Collecting} gets its messages: the gate, or a fake. For one thread at a time, except to close. */
interface MessageSource extends AutoCloseable {
    /** Returns the next message, or null when there is none: nothing is ready, or it is closed. */
    @Nullable
    CollectedMessage next();

    /** Returns the next message, waiting for it at most {@code timeout}; null if none came. */
    @Nullable
    CollectedMessage next(Duration timeout);

    /** Tells the hub that the message returned last is done with. */
    void acknowledge();

    /** Gives back what is not acknowledged, and leaves. Safe from any thread. */
    @Override
    void close();
}
