package io.roundabout.connector;

import io.roundabout.vehicle.CollectedMessage;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a line of JSON for each message. */
final class LineWriter implements MessageWriter {
    private final MessageLine line;
    private final OutputStream out;

    LineWriter(OutputStream out, boolean meta) {
        this.line = new MessageLine(meta);
        this.out = out;
    }

    @Override
    public void write(CollectedMessage message) throws IOException {
        out.write(line.of(message));
        out.write('\n');
    }

    @Override
    public void finish() throws IOException {
        out.close();
    }
}
