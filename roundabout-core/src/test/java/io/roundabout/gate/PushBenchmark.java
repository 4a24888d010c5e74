package io.roundabout.gate;

import io.roundabout.entrance.Cut;
import io.roundabout.entrance.CutSink;
import io.roundabout.entrance.Decision;
import io.roundabout.entrance.EntranceServer;
import io.roundabout.entrance.EntranceSettings;
import io.roundabout.entrance.Greeting;
import io.roundabout.entrance.HubLine;
import io.roundabout.entrance.Partitions;
import io.roundabout.entrance.StreamCatalog;
import io.roundabout.entrance.StreamDefinition;
import io.roundabout.entrance.StreamFormat;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How fast messages of 200 B are taken over AMQP by the gate and the entrance together, with a sink that commits at once: run
 * {@code main} with the number of messages and of rounds. {@code EntranceThroughput} measures the same over TCP. The client writes
 * frames by hand, so that it costs little.
 */
final class PushBenchmark {
    private static final int BODY = 200;
    private static final int FLOW = 0x13;
    private static final int DISPOSITION = 0x15;
    private static final byte[] NONE = {0x40};

    private final Socket socket;
    private final BufferedOutputStream out;
    private final DataInputStream in;
    private int sent;
    private int limit;
    private int settled;

    private PushBenchmark(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    /** Runs rounds of pushing; prints messages a second of each, and what a message cost the two threads of the doors. */
    public static void main(String[] args) throws Exception {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 300_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 6;
        Committing hub = new Committing();
        try (EntranceServer entrance =
                        EntranceServer.open(EntranceSettings.defaults("127.0.0.1", 0), hub, new Partitions(8));
                TestingLoop loop = TestingLoop.still(1);
                Gate gate = Gate.open(
                        GateSettings.defaults("127.0.0.1", 0),
                        new GateHub("bench", 1, loop, loop, entrance, failure -> {}));
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), gate.address().getPort())) {
            hub.server = entrance;
            entrance.attach(hub);
            PushBenchmark client = new PushBenchmark(socket);
            client.attach();
            for (int round = 0; round < rounds; round++) {
                long cpu = doorNanos();
                long begin = System.nanoTime();
                client.push(messages);
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.out.printf(
                        "%,.0f messages/s; %.2f us of the doors' threads for each%n",
                        messages / seconds, (doorNanos() - cpu) / 1e3 / messages);
            }
        }
    }

    private void attach() throws IOException {
        out.write(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0});
        frame(0x10, new byte[0], text("bench"));
        frame(0x11, new byte[0], NONE, uint(0), uint(Integer.MAX_VALUE), uint(Integer.MAX_VALUE));
        byte[] address = text("orders");
        byte[] target = ByteBuffer.allocate(6 + address.length)
                .put(new byte[] {0, 0x53, 0x29, (byte) 0xC0, (byte) (address.length + 1), 1})
                .put(address)
                .array();
        byte[] source = {0, 0x53, 0x28, 0x45};
        frame(
                0x12,
                new byte[0],
                text("push"),
                uint(0),
                new byte[] {0x42},
                NONE,
                NONE,
                source,
                target,
                NONE,
                NONE,
                uint(0));
        out.flush();
        in.skipNBytes(8);
    }

    private void push(int messages) throws IOException {
        int end = sent + messages;
        while (settled < end) {
            while (sent < end && sent < limit) {
                frame(
                        0x14,
                        body(sent),
                        uint(0),
                        uint(sent),
                        ByteBuffer.allocate(6)
                                .put((byte) 0xA0)
                                .put((byte) 4)
                                .putInt(sent)
                                .array(),
                        uint(0),
                        new byte[] {0x42});
                sent++;
            }
            out.flush();
            read();
        }
    }

    private static byte[] body(int n) {
        StringBuilder json = new StringBuilder(BODY)
                .append("{\"order_id\":")
                .append(n)
                .append(",\"customer\":\"c")
                .append(n % 10_007)
                .append("\",\"amount\":12.50,\"currency\":\"EUR\",\"paid\":true,\"note\":\"");
        json.append("x".repeat(BODY - 2 - json.length())).append("\"}");
        return ByteBuffer.allocate(5 + BODY)
                .put(new byte[] {0, 0x53, 0x75, (byte) 0xA0, (byte) BODY})
                .put(json.toString().getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private void read() throws IOException {
        int size = in.readInt();
        byte[] frame = in.readNBytes(size - Integer.BYTES);
        if (frame.length <= 4) {
            return;
        }
        ByteBuffer fields = ByteBuffer.wrap(frame);
        int performative = fields.get(6);
        fields.position(fields.get(7) == (byte) 0xC0 ? 10 : 16);
        if (performative == FLOW) {
            skip(fields, 5);
            limit = (int) number(fields) + (int) number(fields);
        } else if (performative == DISPOSITION) {
            skip(fields, 1);
            long first = number(fields);
            long last = number(fields);
            settled += (int) (last - first) + 1;
        } else if (performative > DISPOSITION) {
            throw new IOException("the gate sent performative " + performative);
        }
    }

    private static void skip(ByteBuffer fields, int count) {
        for (int i = 0; i < count; i++) {
            number(fields);
        }
    }

    private static long number(ByteBuffer fields) {
        byte code = fields.get();
        return switch (code) {
            case 0x52 -> fields.get() & 0xFF;
            case 0x70 -> fields.getInt() & 0xFFFF_FFFFL;
            default -> 0;
        };
    }

    private void frame(int performative, byte[] payload, byte[]... fields) throws IOException {
        int length = 0;
        for (byte[] field : fields) {
            length += field.length;
        }
        ByteBuffer frame = ByteBuffer.allocate(14 + length + payload.length)
                .putInt(14 + length + payload.length)
                .putInt(0x0200_0000)
                .put(new byte[] {0, 0x53, (byte) performative, (byte) 0xC0, (byte) (length + 1), (byte) fields.length});
        for (byte[] field : fields) {
            frame.put(field);
        }
        out.write(frame.put(payload).array());
        if (socket.isClosed()) {
            throw new IOException("closed");
        }
    }

    private static byte[] uint(int value) {
        return ByteBuffer.allocate(5).put((byte) 0x70).putInt(value).array();
    }

    private static byte[] text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + utf8.length)
                .put((byte) 0xA1)
                .put((byte) utf8.length)
                .put(utf8)
                .array();
    }

    private static long doorNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null
                    && (thread.getThreadName().startsWith("roundabout-entrance-1")
                            || thread.getThreadName().startsWith("roundabout-gate"))) {
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
