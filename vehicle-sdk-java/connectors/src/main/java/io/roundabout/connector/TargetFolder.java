package io.roundabout.connector;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** A folder, wherever it is, in which files appear when they are whole. */
interface TargetFolder extends Closeable {
    /** Begins a file that nobody sees yet: its name begins with a dot and ends in {@code .part}. */
    HiddenFile create(String name) throws IOException;

    /** A file that nobody sees yet. For one thread. */
    interface HiddenFile {
        /** Returns where its bytes are written. Closing that does nothing. */
        OutputStream out();

        /** Makes it durable, then gives it its name, durably too; returns that as people write it. */
        String publish() throws IOException;

        /** Throws it away. */
        void discard() throws IOException;
    }
}
