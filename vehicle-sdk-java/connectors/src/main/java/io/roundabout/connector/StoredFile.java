package io.roundabout.connector;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.InputFile;

/** A file, wherever it is stored. */
interface StoredFile {
    /** Returns what people call it. */
    String name();

    /** Returns the one path it has, however it was called. */
    String path() throws IOException;

    /** Returns its bytes, at least 0. */
    long size();

    /** Returns when it was changed last, in ms since 1970. */
    long modified();

    /** Opens it. Its failures are {@link SourceException}s. */
    NamedStream open() throws IOException;

    /** Returns it for reading here and there, as Parquet is. */
    InputFile seekable() throws IOException;

    /** Opens it through what {@code open} returns, and names it if that fails. */
    static NamedStream named(String name, Opening opening) throws SourceException {
        try {
            return new NamedStream(name, opening.open());
        } catch (IOException e) {
            throw NamedStream.failure(name, e);
        }
    }

    /** Opens a stream. */
    interface Opening {
        InputStream open() throws IOException;
    }
}
