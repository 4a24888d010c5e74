package io.roundabout.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A script with a socket and nothing else. Confined to one thread. */
final class PlainVehicle implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;

    private PlainVehicle(Socket socket) throws IOException {
        this.socket = socket;
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    static PlainVehicle to(HubProcess hub) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.entrancePort());
        socket.setSoTimeout((int) HubProcess.PATIENCE.toMillis());
        return new PlainVehicle(socket);
    }

    /** Does what {@code printf … | nc -N} does: sends everything, half-closes, and returns what is answered. */
    static List<String> netcat(HubProcess hub, String text) throws IOException {
        return netcat(hub, text.getBytes(UTF_8));
    }

    /** As the other, with bytes; sends and reads at the same time. */
    static List<String> netcat(HubProcess hub, byte[] bytes) throws IOException {
        try (PlainVehicle vehicle = to(hub)) {
            CompletableFuture<Boolean> sent = CompletableFuture.supplyAsync(() -> vehicle.sendAll(bytes));
            List<String> lines = vehicle.answers.lines().toList();
            sent.join();
            return lines;
        }
    }

    private boolean sendAll(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return true;
        } catch (IOException e) {
            // The hub closed the connection; what it said is read.
            return false;
        }
    }

    PlainVehicle send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return this;
    }

    /** Returns the next line that is no notice. */
    String answer() throws IOException {
        String line = line();
        while (line.startsWith("*")) {
            line = line();
        }
        return line;
    }

    /** Returns the next line, a notice or an answer. */
    String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the hub closed the connection");
        }
        return line;
    }

    /** Reads answers until one is {@code last}, and returns them all. */
    List<String> answersUpTo(String last) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(answer());
        } while (!lines.get(lines.size() - 1).equals(last));
        return lines;
    }

    /** Reads answers until the hub closes the connection. */
    List<String> remainingAnswers() {
        return answers.lines().toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
