package io.roundabout.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.HdrHistogram.Histogram;

/**
 * A vehicle that pushes lines of one lane in a session with receipts, over a plain socket, so that little of the machine
 * goes into pushing. Confined to one thread at a time; a thread of its own reads the answers.
 */
final class Pusher implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Lane lane;
    private final Bodies bodies;
    private final Findings findings;
    private final Unacknowledged unacknowledged;
    private final Socket socket;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private volatile boolean leaving;

    private Pusher(Lane lane, Settings settings, Findings findings) throws IOException {
        this.lane = lane;
        this.bodies = new Bodies(settings.seed());
        this.findings = findings;
        this.unacknowledged = new Unacknowledged(settings.unacknowledged());
        this.socket = new Socket(InetAddress.getLoopbackAddress(), settings.entrancePort());
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    /** Connects, and waits for the hub's greeting. */
    static Pusher connect(Lane lane, Settings settings, Findings findings) throws IOException {
        Pusher pusher = new Pusher(lane, settings, findings);
        try {
            BufferedReader answers = new BufferedReader(new InputStreamReader(pusher.socket.getInputStream(), UTF_8));
            pusher.greet(answers, settings.text("session") + "-" + lane.stream());
            Thread reader = new Thread(() -> pusher.read(answers), "answers-" + lane.stream());
            reader.setDaemon(true);
            reader.start();
            return pusher;
        } catch (IOException e) {
            pusher.socket.close();
            throw e;
        }
    }

    /**
     * Pushes a message, and blocks while too many are not acknowledged.
     *
     * @param number of the key
     * @param countedDue when it was due if its acknowledgement counts, or 0
     * @return false if the connection is gone; the findings say why
     */
    boolean push(int number, long countedDue) throws IOException, InterruptedException {
        while (!unacknowledged.tryAdd(countedDue)) {
            flush();
            if (!unacknowledged.awaitRoom()) {
                return false;
            }
        }
        if (filled + Bodies.LONGEST + 1 > buffer.length) {
            flush();
        }
        filled = bodies.write(lane, number, buffer, filled);
        buffer[filled++] = '\n';
        return true;
    }

    /** Sends what was pushed and not yet sent. */
    void flush() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }

    /** Sends everything and waits until it is acknowledged. Returns false if that never will be. */
    boolean awaitAcknowledged() throws IOException, InterruptedException {
        flush();
        return unacknowledged.awaitEmpty();
    }

    /** Returns the delays from due to acknowledged, so far. */
    Histogram delays() {
        return unacknowledged.delays();
    }

    /** Leaves. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        leaving = true;
        socket.close();
    }

    private void greet(BufferedReader answers, String name) throws IOException {
        String hello = "!hello vehicle=" + name + " session=" + name + " ack=receipts\n!stream " + lane.stream() + "\n";
        out.write(hello.getBytes(UTF_8));
        String answer = answers.readLine();
        if (answer == null || !answer.startsWith("+hello roundabout/1 ") || !answer.contains(" last=0 ")) {
            throw new IOException("expected a new session, the hub answered " + answer);
        }
    }

    private void read(BufferedReader answers) {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                understand(line);
            }
            lost("the hub closed the connection");
        } catch (IOException e) {
            lost(String.valueOf(e.getMessage()));
        } finally {
            unacknowledged.close();
        }
    }

    private void understand(String answer) throws IOException {
        if (answer.startsWith("+ok ")) {
            long number = Long.parseLong(answer, 4, answer.length(), 10);
            if (!unacknowledged.acknowledge(number, System.nanoTime())) {
                findings.add(lane.stream() + ": acknowledged what it may not: " + answer);
            }
        } else if (answer.startsWith("-close")) {
            throw new IOException(answer);
        } else if (!answer.startsWith("*")) {
            findings.add(lane.stream() + ": " + answer);
        }
    }

    private void lost(String why) {
        if (!leaving) {
            findings.giveUp(lane.stream() + ": " + why);
        }
    }
}
