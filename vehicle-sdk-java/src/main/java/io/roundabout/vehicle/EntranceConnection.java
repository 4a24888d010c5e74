package io.roundabout.vehicle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to the entrance, greeted. Written to by one thread; a thread of its own reads the answers. Once lost it
 * stays lost.
 */
final class EntranceConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final Socket socket;
    private final BufferedReader answers;
    private final OutputStream out;
    private final HubAnswer.Hello greeting;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private @Nullable String stream;
    private volatile boolean lost;
    private volatile HubAnswer.@Nullable Close close;

    private EntranceConnection(Socket socket, BufferedReader answers, HubAnswer.Hello greeting) throws IOException {
        this.socket = socket;
        this.answers = answers;
        this.out = socket.getOutputStream();
        this.greeting = greeting;
    }

    /**
     * Connects and greets.
     *
     * @param connecting for connecting
     * @param answering for the answer, which comes once the hub has decided what it has of the session
     * @throws HubUnreachableException if nobody answers there, or something that is no entrance
     * @throws HubClosedException if the hub answers {@code -close}
     */
    static EntranceConnection open(VehicleSettings.Hub hub, Duration connecting, Duration answering, byte[] hello) {
        String place = hub.host() + ":" + hub.entrancePort();
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(hub.host(), hub.entrancePort()), millis(connecting));
            keepAlive(socket);
            socket.setSoTimeout(millis(answering));
            socket.getOutputStream().write(hello);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            HubAnswer.Hello greeting = greeting(answers.readLine(), place);
            socket.setSoTimeout(0);
            return new EntranceConnection(socket, answers, greeting);
        } catch (SocketTimeoutException e) {
            closeQuietly(socket);
            throw new HubUnreachableException(
                    "no answer from the hub's entrance at " + place + " within "
                            + (socket.isConnected() ? answering : connecting),
                    e);
        } catch (IOException | IllegalArgumentException e) {
            closeQuietly(socket);
            throw new HubUnreachableException(
                    "cannot reach the hub's entrance at " + place + ": " + ConnectionTrouble.text(e), e);
        } catch (VehicleException e) {
            closeQuietly(socket);
            throw e;
        }
    }

    HubAnswer.Hello greeting() {
        return greeting;
    }

    /** Starts to read. Both are called on the reading thread; {@code onLost} once, after the last answer. */
    void read(Consumer<HubAnswer> onAnswer, Runnable onLost) {
        Thread reader = new Thread(
                () -> {
                    readAll(onAnswer);
                    onLost.run();
                },
                "roundabout-vehicle-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Writes messages, perhaps only to the buffer. */
    void write(Undecided.@Nullable Entry[] batch, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Undecided.Entry entry = batch[i];
            if (entry != null) {
                write(entry);
                batch[i] = null;
            }
        }
    }

    void write(byte[] bytes) throws IOException {
        if (bytes.length > BUFFER_BYTES - buffered) {
            flush();
        }
        if (bytes.length > BUFFER_BYTES) {
            out.write(bytes);
            return;
        }
        System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
        buffered += bytes.length;
    }

    void flush() throws IOException {
        out.write(buffer, 0, buffered);
        buffered = 0;
    }

    boolean isLost() {
        return lost;
    }

    /** Returns what the hub said before it closed, if it did. */
    Optional<HubAnswer.Close> farewell() {
        return Optional.ofNullable(close);
    }

    /** Closes the socket; safe from any thread. The reader notices. */
    @Override
    public void close() {
        lost = true;
        closeQuietly(socket);
    }

    private void write(Undecided.Entry entry) throws IOException {
        if (!entry.batch) {
            write(entry.messages.get(0));
            return;
        }
        write(WireWriter.BEGIN);
        for (FramedMessage message : entry.messages) {
            write(message);
        }
        write(WireWriter.end(entry.count()));
    }

    private void write(FramedMessage message) throws IOException {
        if (!message.stream().equals(stream)) {
            write(WireWriter.stream(message.stream()));
            stream = message.stream();
        }
        write(message.head());
        write(message.body());
        if (buffered == BUFFER_BYTES) {
            flush();
        }
        buffer[buffered] = '\n';
        buffered++;
    }

    private void readAll(Consumer<HubAnswer> onAnswer) {
        try {
            String line = answers.readLine();
            while (line != null) {
                HubAnswer answer = HubAnswer.parse(line);
                if (answer instanceof HubAnswer.Close last) {
                    close = last;
                }
                onAnswer.accept(answer);
                line = answers.readLine();
            }
        } catch (IOException | IllegalArgumentException e) {
            // What matters is that the connection is of no use any more: everything undecided is sent again on another.
            lost = true;
        } finally {
            close();
        }
    }

    private static HubAnswer.Hello greeting(@Nullable String line, String place) throws IOException {
        if (line == null) {
            throw new IOException("it closed the connection without an answer");
        }
        HubAnswer answer = HubAnswer.parse(line);
        if (answer instanceof HubAnswer.Close refused) {
            throw new HubClosedException(refused.code(), refused.text());
        }
        if (answer instanceof HubAnswer.Hello hello) {
            return hello;
        }
        throw new IOException("what listens at " + place + " did not greet: " + line);
    }

    /**
     * A hub whose machine is gone says nothing. Probes find out within about a minute while nothing is on its way; else the
     * kernel gives up after it sent that again and again, on Linux after some 15 minutes.
     */
    private static void keepAlive(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_SECONDS / 3);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        }
    }

    private static int millis(Duration timeout) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is lost by it: what was not acknowledged is sent again.
            return;
        }
    }
}
