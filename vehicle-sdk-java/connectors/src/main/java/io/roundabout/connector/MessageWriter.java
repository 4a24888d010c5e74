package io.roundabout.connector;

import io.roundabout.vehicle.CollectedMessage;
import java.io.IOException;

/** Writes messages into one file, in its format. For one thread. */
interface MessageWriter {
    /**
     * Writes a message.
     *
     * @throws UnsuitableMessageException if the file has no place for it; nothing of it was written
     */
    void write(CollectedMessage message) throws IOException;

    /** Writes what belongs to the end of the file. */
    void finish() throws IOException;
}
