package io.roundabout.connector;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Keeps the last bytes that were read, so that what a parser has recognised can be had as it stands. Not thread-safe. */
final class Recording extends FilterInputStream {
    /** The most that the hub ever takes as one message. Source: the wire contract, section 1. */
    static final int MOST_BYTES = 64 << 20;

    private byte[] kept = new byte[1 << 16];
    private int length;
    /** Position in the stream of the first byte that is kept. */
    private long from;

    Recording(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        int count = in.read(bytes, offset, most);
        if (count > 0) {
            if (length + count > MOST_BYTES) {
                throw new TooLongException();
            }
            if (length + count > kept.length) {
                kept = Arrays.copyOf(kept, Math.max(length + count, kept.length * 2));
            }
            System.arraycopy(bytes, offset, kept, length, count);
            length += count;
        }
        return count;
    }

    /** Returns the bytes from a position up to another one, and forgets them and what stands before. */
    byte[] take(long start, long end) {
        byte[] taken = Arrays.copyOfRange(kept, (int) (start - from), (int) (end - from));
        forget(end);
        return taken;
    }

    /** Forgets what stands before a position. */
    void forget(long end) {
        int gone = (int) (end - from);
        System.arraycopy(kept, gone, kept, 0, length - gone);
        length -= gone;
        from = end;
    }

    /** What is to be kept is longer than {@link #MOST_BYTES}. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
