package io.roundabout.vehicle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** An entrance that only counts lines and says so, so that a measurement is of the vehicle. For one connection at a time. */
final class CountingHub implements AutoCloseable {
    private final ServerSocket door;

    CountingHub() throws IOException {
        door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "counting-hub");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket socket = door.accept()) {
                count(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void count(InputStream in, OutputStream out) throws IOException {
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            octet = in.read();
        }
        String limits = " max-line=65536 max-put=16777216 window=1048576\n";
        out.write(("+hello roundabout/1 session=s last=0" + limits).getBytes(US_ASCII));
        byte[] chunk = new byte[1 << 16];
        boolean lineStarts = true;
        long number = 0;
        for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
            for (int i = 0; i < length; i++) {
                if (lineStarts && chunk[i] != '!') {
                    number++;
                }
                lineStarts = chunk[i] == '\n';
            }
            // What ends in the middle of a line is acknowledged with the next chunk.
            out.write(("+ok " + (lineStarts ? number : number - 1) + "\n").getBytes(US_ASCII));
        }
    }
}
