package io.roundabout.entrance;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Measures how many lines a second one entrance takes: 200 B of JSON with a key, over loopback, committed as soon as stored.
 * Arguments: connections (1), lines of each in a round (1,000,000), rounds (5). Prints a line for each round, and how long
 * the event loop's thread was on a processor.
 */
public final class EntranceThroughput {
    private static final int LINES_IN_BLOCK = 1_000;

    private EntranceThroughput() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        int connections = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
        int lines = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        Committing hub = new Committing();
        try (EntranceServer server =
                EntranceServer.open(EntranceSettings.defaults("127.0.0.1", 0), hub, new Partitions(8))) {
            hub.server = server;
            server.attach(hub);
            for (int round = 0; round < rounds; round++) {
                long loopBefore = loopNanos();
                long before = System.nanoTime();
                run(server, connections, lines);
                double seconds = (System.nanoTime() - before) / 1e9;
                double loopSeconds = (loopNanos() - loopBefore) / 1e9;
                double total = (double) connections * lines;
                System.out.printf(
                        "%,.0f lines/s; %,.0f lines per second of the event loop%n",
                        total / seconds, total / loopSeconds);
            }
        }
    }

    private static void run(EntranceServer server, int connections, int lines) {
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            senders.add(CompletableFuture.runAsync(() -> send(server, lines)));
        }
        senders.forEach(CompletableFuture::join);
    }

    private static void send(EntranceServer server, int lines) {
        byte[] block = block();
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("!stream orders\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < lines / LINES_IN_BLOCK; i++) {
                out.write(block);
            }
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!answer.endsWith("+ok " + lines / LINES_IN_BLOCK * LINES_IN_BLOCK)) {
                throw new IllegalStateException("answered " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] block() {
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < LINES_IN_BLOCK; i++) {
            String head = "{\"order_id\":" + (1_000_000 + i) + ",\"customer\":\"c" + (10_000 + i * 7)
                    + "\",\"amount\":12.50,\"currency\":\"EUR\",\"paid\":true,\"note\":\"";
            block.append(head).append("x".repeat(197 - head.length())).append("\"}\n");
        }
        return block.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long loopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null && thread.getThreadName().startsWith("roundabout-entrance-1")) {
                nanos += threads.getThreadCpuTime(id);
            }
        }
        return nanos;
    }

    /** Commits what is stored, at once. */
    private static final class Committing implements HubLine, CutSink {
        private final StreamCatalog catalog = new StreamCatalog(
                Map.of(
                        "orders",
                        new StreamDefinition(
                                "orders",
                                StreamFormat.JSON,
                                Optional.of("/customer"),
                                Optional.empty(),
                                true,
                                true,
                                Optional.empty())),
                true);

        private volatile @Nullable EntranceServer server;

        @Override
        public CompletionStage<Greeting> greet(String session) {
            return CompletableFuture.completedFuture(new Greeting(false, 0, List.of()));
        }

        @Override
        public void farewell(String session) {}

        @Override
        public void store(Cut cut) {}

        @Override
        public void stored(long cut) {
            EntranceServer opened = server;
            if (opened != null) {
                opened.decided(new Decision(cut, true, Map.of()));
            }
        }

        @Override
        public boolean admits(String undeclared) {
            return true;
        }

        @Override
        public StreamCatalog catalog() {
            return catalog;
        }
    }
}
