package io.roundabout.connector;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a source once, from its first record to its last. For one thread at a time. */
public interface SourceReader extends Closeable {
    /**
     * Returns the next record, or null after the last. May block for as long as the source does.
     *
     * @throws SourceException if nothing more can be read; the records returned before are whole. Read no further
     */
    @Nullable
    SourceRecord next() throws IOException;

    /** Returns how far it is, in stored bytes, between 0 and {@link Source#size}; for showing, so it may be coarse. */
    long position();
}
