package io.roundabout.connector;

import java.io.FilterInputStream;
import java.io.IOException;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Decompresses, and says of what is damaged that it is. A file may have several members, one after the other; the stream of
 * the JDK stops after the first where the storage has nothing ready at that moment, and so loses the rest silently.
 */
final class GzipStream extends FilterInputStream {
    private final String name;

    GzipStream(NamedStream stored) throws IOException {
        super(open(stored));
        this.name = stored.name();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return in.read(bytes, offset, length);
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw SourceException.broken(name, "gzip", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private static GzipCompressorInputStream open(NamedStream stored) throws IOException {
        try {
            return GzipCompressorInputStream.builder()
                    .setInputStream(stored)
                    .setDecompressConcatenated(true)
                    .get();
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw SourceException.broken(stored.name(), "gzip", e);
        }
    }
}
