package io.roundabout.connector;

import io.roundabout.vehicle.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines as the bytes they are, without their ends; one carriage return before the end is dropped. */
final class LineRecords implements SourceReader {
    private static final int BUFFER_BYTES = 1 << 18;

    private final NamedStream stored;
    private final InputStream in;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private long line;

    LineRecords(NamedStream stored, InputStream in) {
        this.stored = stored;
        this.in = in;
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        byte[] body = nextLine();
        while (body != null && body.length == 0) {
            body = nextLine();
        }
        return body == null ? null : new SourceRecord.Usable(Place.line(line), Message.of(body));
    }

    @Override
    public long position() {
        return stored.position() - (in == stored ? end - start : 0);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private byte @Nullable [] nextLine() throws IOException {
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    byte[] body = body(i);
                    start = i + 1;
                    return body;
                }
            }
            int length = end - start;
            if (!fill()) {
                byte[] body = body(end);
                start = end;
                return length == 0 ? null : body;
            }
            searched = start + length;
        }
    }

    private byte[] body(int lineEnd) {
        line++;
        int last = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        return Arrays.copyOfRange(buffer, start, last);
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        } else if (end == buffer.length) {
            if (buffer.length >= Recording.MOST_BYTES) {
                throw new SourceException(
                        "'" + stored.name() + "': line " + (line + 1)
                                + " is longer than 64 MiB; is it a file of lines?",
                        null);
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count <= 0) {
            return false;
        }
        end += count;
        return true;
    }
}
