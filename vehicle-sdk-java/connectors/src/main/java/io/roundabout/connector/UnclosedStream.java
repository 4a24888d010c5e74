package io.roundabout.connector;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What a format writes to: closing it only flushes, as the file must be synced before it is closed. */
final class UnclosedStream extends BufferedOutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    UnclosedStream(OutputStream out) {
        super(out, BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
