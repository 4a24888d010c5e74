package io.roundabout.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines as the bytes they are, without their ends. Not thread-safe. */
final class ByteLines {
    private static final int BUFFER_BYTES = 1 << 18;

    private final InputStream in;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private long read;

    ByteLines(InputStream in) {
        this.in = in;
    }

    /** Returns the next line, or null at the end. One carriage return before the line end is dropped. */
    byte @Nullable [] next() throws IOException {
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    byte[] line = line(i);
                    start = i + 1;
                    return line;
                }
            }
            int length = end - start;
            if (!fill()) {
                byte[] line = line(end);
                start = end;
                return length == 0 ? null : line;
            }
            searched = start + length;
        }
    }

    /** Returns how many bytes of the source have been returned as lines or dropped as line ends. */
    long position() {
        return read - (end - start);
    }

    private byte[] line(int lineEnd) {
        int last = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        return Arrays.copyOfRange(buffer, start, last);
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        } else if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count <= 0) {
            return false;
        }
        end += count;
        read += count;
        return true;
    }
}
