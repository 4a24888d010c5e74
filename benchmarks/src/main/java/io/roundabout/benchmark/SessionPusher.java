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
 * Pushes lines in a session with receipts, over a plain socket, so that little of the machine goes into pushing. A thread of
 * its own reads the answers.
 */
final class SessionPusher implements Pusher {
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

    private SessionPusher(Lane lane, Settings settings, Findings findings) throws IOException {
        this.lane = lane;
        this.bodies = new Bodies(settings.seed());
        this.findings = findings;
        this.unacknowledged = new Unacknowledged(settings.unacknowledged());
        this.socket = new Socket(InetAddress.getLoopbackAddress(), settings.entrancePort());
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    /** Connects, and waits for the hub's greeting. */
    static SessionPusher connect(Lane lane, Settings settings, Findings findings) throws IOException {
        SessionPusher pusher = new SessionPusher(lane, settings, findings);
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

    @Override
    public boolean push(int number, long countedDue) throws IOException, InterruptedException {
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

    @Override
    public void flush() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }

    @Override
    public boolean awaitAcknowledged() throws IOException, InterruptedException {
        flush();
        return unacknowledged.awaitEmpty();
    }

    @Override
    public Histogram delays() {
        return unacknowledged.delays();
    }

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
