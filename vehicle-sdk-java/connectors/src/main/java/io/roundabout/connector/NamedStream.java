package io.roundabout.connector;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Counts what is read of a source, and names the source in what fails. Not thread-safe. */
final class NamedStream extends FilterInputStream {
    private final String name;
    private long position;

    NamedStream(String name, InputStream in) {
        super(in);
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Returns how many bytes were read. */
    long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = in.read(bytes, offset, length);
            position += Math.max(0, count);
            return count;
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Returns what the storage says, as a person needs it. */
    static SourceException failure(String name, IOException cause) {
        if (cause instanceof SourceException told) {
            return told;
        }
        if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
            return new SourceException("there is no file '" + name + "'", cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new SourceException("'" + name + "' cannot be read; check its permissions", cause);
        }
        return new SourceException(
                "'" + name + "' cannot be read: " + SourceException.firstLine(cause)
                        + ". What was pushed stays pushed; run the same push again to go on",
                cause);
    }
}
