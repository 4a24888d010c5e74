package io.roundabout.vehicle.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of a vehicle, as lines and bodies. Confined to its connection. */
final class LineInput {
    private static final int CHUNK = 1 << 16;

    /** Where bytes come from. */
    interface Bytes {
        /** Returns how many bytes came, at least 1, or -1 at the end; blocks until some are there. */
        int read(byte[] chunk) throws IOException;
    }

    /** The vehicle has ended in the middle of a line or body. */
    static final class PartialException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The line goes on beyond what anybody may send. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final Bytes bytes;
    private final int longest;
    private final byte[] chunk = new byte[CHUNK];
    private int position;
    private int end;

    /** Reads {@code bytes}, of which no line is longer than {@code longest}. */
    LineInput(Bytes bytes, int longest) {
        this.bytes = bytes;
        this.longest = longest;
    }

    /** Returns the next line without its end; empty once the vehicle has ended. */
    Optional<byte[]> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (position < end || fill()) {
            int start = position;
            while (position < end && chunk[position] != '\n') {
                position++;
            }
            line.write(chunk, start, position - start);
            if (line.size() > longest) {
                throw new TooLongException();
            }
            if (position < end) {
                position++;
                return Optional.of(withoutReturn(line.toByteArray()));
            }
        }
        if (line.size() > 0) {
            throw new PartialException();
        }
        return Optional.empty();
    }

    /** Returns the next {@code length} bytes. */
    byte[] body(int length) throws IOException {
        byte[] body = new byte[length];
        int done = 0;
        while (done < length) {
            if (position == end && !fill()) {
                throw new PartialException();
            }
            int count = Math.min(length - done, end - position);
            System.arraycopy(chunk, position, body, done, count);
            position += count;
            done += count;
        }
        return body;
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, bytes.read(chunk));
        return end > 0;
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean returned = line.length > 0 && line[line.length - 1] == '\r';
        return returned ? Arrays.copyOf(line, line.length - 1) : line;
    }
}
