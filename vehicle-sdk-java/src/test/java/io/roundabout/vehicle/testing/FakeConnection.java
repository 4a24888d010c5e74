package io.roundabout.vehicle.testing;

import io.roundabout.vehicle.testing.FakeHub.Kept;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One vehicle's connection to the fake hub. Confined to its thread. */
final class FakeConnection {
    private final FakeHub hub;
    private final InputStream in;
    private final OutputStream out;
    private FakeSession session = new FakeSession("");
    private String stream = "default";
    private long number;
    private boolean broken;

    /** What came since {@code !begin}, in {@code batch} if one is open; its numbers follow {@code beforeBatch}. */
    private final List<Kept> batched = new ArrayList<>();

    private boolean batch;
    private long beforeBatch;

    FakeConnection(FakeHub hub, Socket socket) throws IOException {
        this.hub = hub;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    void run() throws IOException {
        byte @Nullable [] line = line();
        while (line != null && !broken) {
            if (line.length > 0) {
                read(line);
            }
            if (in.available() == 0 && !broken) {
                answer();
            }
            if (hub.isCounting()) {
                countAll();
            }
            line = line();
        }
    }

    /** Lines only, and nothing kept, so that a measurement is of the vehicle. */
    private void countAll() throws IOException {
        byte[] chunk = new byte[1 << 16];
        boolean lineStarts = true;
        int length = in.read(chunk);
        while (length > 0) {
            long before = number;
            for (int i = 0; i < length; i++) {
                if (lineStarts && chunk[i] != '!') {
                    number++;
                }
                lineStarts = chunk[i] == '\n';
            }
            hub.count(number - before);
            session.last = number;
            // What ends in the middle of a line is acknowledged with the next chunk.
            write("+ok " + (lineStarts ? number : number - 1));
            out.flush();
            length = in.read(chunk);
        }
    }

    private void read(byte[] line) throws IOException {
        if (line[0] != '!') {
            message(new String(line, StandardCharsets.UTF_8), Optional.empty());
        } else if (line.length > 1 && line[1] == '!') {
            message(new String(line, 1, line.length - 1, StandardCharsets.UTF_8), Optional.empty());
        } else {
            command(new String(line, StandardCharsets.UTF_8));
        }
    }

    private void command(String line) throws IOException {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "!hello" -> hello(line, options(words));
            case "!stream" -> stream = words[1];
            case "!put" -> put(words);
            case "!begin" -> {
                batch = true;
                beforeBatch = number;
            }
            case "!end" -> end(Long.parseLong(words[1]) == number - beforeBatch);
            case "!sync" -> write("+sync " + decidedSoFar());
            case "!ping" -> write("+pong");
            default -> write("-close bad-command " + words[0]);
        }
    }

    private void hello(String line, Map<String, String> options) throws IOException {
        if (!hub.closing().isEmpty()) {
            write("-close " + hub.closing());
            out.flush();
            throw new IOException("closed on demand");
        }
        session = hub.session(line, options.getOrDefault("session", ""));
        long known = Long.parseLong(options.getOrDefault("known", Long.toString(Long.MAX_VALUE)));
        synchronized (hub) {
            number = session.last;
            write("+hello roundabout/1 session=s last=" + number + " max-line=65536 max-put=16777216 window=1048576");
            if (known < Long.MAX_VALUE) {
                for (Map.Entry<Long, String> refusal :
                        session.refusals.tailMap(known + 1).entrySet()) {
                    write("-err " + refusal.getKey() + " " + refusal.getValue());
                }
            }
        }
    }

    private void put(String[] words) throws IOException {
        byte[] body = new byte[Integer.parseInt(words[words.length - 1])];
        new DataInputStream(in).readFully(body);
        in.read();
        message(
                new String(body, StandardCharsets.UTF_8),
                Optional.ofNullable(options(words).get("key")));
    }

    private void message(String body, Optional<String> key) throws IOException {
        number++;
        if (!hub.isDeciding()) {
            return;
        }
        Kept message = new Kept(session.name, number, stream, key, body);
        if (batch) {
            batched.add(message);
            return;
        }
        synchronized (hub) {
            Optional<String> refusal = hub.judge(message);
            session.last = number;
            if (refusal.isPresent()) {
                refuse(number, refusal.get());
            } else {
                hub.keep(message);
            }
        }
        breakIfDue();
    }

    private void end(boolean countIsRight) throws IOException {
        batch = false;
        List<Kept> messages = List.copyOf(batched);
        batched.clear();
        if (messages.isEmpty()) {
            return;
        }
        synchronized (hub) {
            session.last = number;
            Optional<Kept> culprit = messages.stream()
                    .filter(message -> hub.judge(message).isPresent())
                    .findFirst();
            if (culprit.isPresent()) {
                refuse(culprit.get().number(), hub.judge(culprit.get()).orElseThrow());
                refuse(number, "batch-refused nothing of the batch was taken");
            } else if (!countIsRight) {
                refuse(number, "batch-count nothing of the batch was taken");
            } else {
                messages.forEach(hub::keep);
            }
        }
        breakIfDue();
    }

    private void refuse(long refused, String codeAndText) throws IOException {
        session.refusals.putIfAbsent(refused, codeAndText);
        write("-err " + refused + " " + codeAndText);
    }

    private void breakIfDue() throws IOException {
        if (hub.breaksAt(number)) {
            broken = true;
            throw new IOException("broken on demand");
        }
    }

    private long decidedSoFar() {
        return hub.isDeciding() ? number : session.last;
    }

    private void answer() throws IOException {
        if (hub.isDeciding()) {
            write("+ok " + (batch ? beforeBatch : number));
        }
        out.flush();
    }

    private void write(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = in.read();
        }
        return octet < 0 ? null : line.toByteArray();
    }

    private static Map<String, String> options(String[] words) {
        Map<String, String> options = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                String value = word.substring(equals + 1).replace("+", "%2B");
                options.put(word.substring(0, equals), URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return options;
    }
}
