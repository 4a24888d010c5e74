package io.roundabout.connector;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Something whose records can be pushed. Immutable; may be opened any number of times. */
public interface Source {
    /** Returns what people call it: a path or an address. */
    String name();

    /**
     * Returns what tells this source, in the state it is in, from every other: as long as it is the same, reading again gives
     * the same records in the same order, so that a session which stopped after N of them can go on. Empty if there is no
     * such promise; who pushes twice pushes everything twice then, unless the records have ids.
     *
     * @throws SourceException if the source cannot be read
     */
    Optional<String> identity() throws IOException;

    /** Returns how many bytes are stored, at least 0; empty if nobody knows before all are read. */
    OptionalLong size();

    /**
     * Opens it at its first record.
     *
     * @throws SourceException if it cannot be read; the message says what to do
     */
    SourceReader open() throws IOException;
}
