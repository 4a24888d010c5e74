package io.roundabout.circulation;

import java.io.Closeable;
import java.io.IOException;

/** A file of the state folder that this hub appends to. Confined to one thread. */
interface AppendedFile extends Closeable {
    /**
     * Appends; returns once it would survive what {@code --durability} says.
     *
     * @throws IOException if that failed; then it is not known what the file has, and it must not be used any more
     */
    void append(byte[] bytes) throws IOException;

    /** Returns its length in bytes. */
    long size() throws IOException;
}
