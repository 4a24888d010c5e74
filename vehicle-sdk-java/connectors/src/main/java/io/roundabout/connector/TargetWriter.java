package io.roundabout.connector;

import io.roundabout.vehicle.CollectedMessage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Puts messages into a target. They are there, and safe, when {@link #commit} has returned; acknowledge them at the hub after
 * that, not before. For one thread at a time.
 */
public interface TargetWriter extends Closeable {
    /**
     * Takes a message.
     *
     * @throws UnsuitableMessageException if the target has no place for such a message. Nothing of it was taken; those before
     *     it can still be committed
     * @throws TargetException if nothing more can be written, nor committed
     */
    void write(CollectedMessage message) throws IOException;

    /**
     * Makes durable and visible what was taken since the last commit; where that is nothing it does nothing.
     *
     * @return names of what became visible and was not there before, such as that of a file
     * @throws TargetException if that failed. Nothing, or in a table some of it, is visible: deliver all of it again
     */
    List<String> commit() throws IOException;

    /**
     * Throws away what was not committed: it will be delivered again, and written again.
     *
     * @throws TargetException if nothing more can be written
     */
    void rollback() throws IOException;

    /** Throws away what was not committed, and leaves. */
    @Override
    void close() throws IOException;
}
