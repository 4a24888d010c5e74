package io.roundabout.gate;

import io.roundabout.metrics.Meters;
import io.roundabout.metrics.Metric;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * Measures the gate alone: a loop in memory, one link on loopback whose client reads transfers from the raw socket and
 * settles them in ranges. Run with the test class path: {@code java io.roundabout.gate.GateBenchmark [messages] [bytes]
 * [rounds] [on]}; {@code on} measures each delivery.
 */
public final class GateBenchmark {
    private static final int CREDIT = 8_192;
    private static final int RANGE = 512;
    private static final int TRANSFER = 0x14;
    private static final int DISPOSITION = 0x15;
    private static final int FLOW = 0x13;

    private final DataInputStream in;
    private final Socket socket;
    private int seen;

    private GateBenchmark(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 18));
    }

    /** Runs rounds of filling and collecting; prints messages a second of each. */
    public static void main(String[] args) throws Exception {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 300_000;
        int bytes = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 8;
        boolean measured = args.length > 3 && args[3].equals("on");
        try (TestingLoop loop = TestingLoop.turning(2);
                Meters meters = new Meters(10, Optional.empty());
                Gate gate = Gate.open(
                        GateSettings.defaults("127.0.0.1", 0),
                        new GateHub(
                                "bench",
                                2,
                                loop,
                                loop,
                                new TestingDoor(),
                                address -> measured ? new Measured(meters) : OutputMeter.NOBODY,
                                failure -> {}));
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), gate.address().getPort())) {
            loop.listener(gate);
            GateBenchmark client = new GateBenchmark(socket);
            client.attach();
            for (int round = 0; round < rounds; round++) {
                loop.fill("bench", messages, bytes);
                loop.held("bench");
                long begin = System.nanoTime();
                client.collect(messages);
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.out.println(String.format(
                        Locale.ROOT,
                        "%,d messages of %d B in %.2f s: %,.0f/s",
                        messages,
                        bytes,
                        seconds,
                        messages / seconds));
            }
        }
    }

    private static final class Measured implements OutputMeter {
        private final LongConsumer nanos;

        Measured(Meters meters) {
            nanos = meters.recorder(
                    Metric.DELIVERY,
                    LongStream.iterate(1, bound -> 2 * bound)
                            .limit(17)
                            .mapToObj(Duration::ofMillis)
                            .toList(),
                    "bench");
        }

        @Override
        public void delivered(long micros) {
            nanos.accept(1_000 * micros);
        }

        @Override
        public void redelivered() {}
    }

    private void attach() throws IOException {
        socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0});
        frame(0x10, 1, text("bench"));
        frame(0x11, 4, new byte[] {0x40}, uint(0), uint(Integer.MAX_VALUE), uint(Integer.MAX_VALUE));
        byte[] address = text("bench");
        ByteBuffer source = ByteBuffer.allocate(6 + address.length)
                .put(new byte[] {0, 0x53, 0x28, (byte) 0xC0, (byte) (address.length + 1), 1})
                .put(address);
        byte[] target = {0, 0x53, 0x29, 0x45};
        byte[] none = {0x40};
        frame(0x12, 7, text("link"), uint(0), new byte[] {0x41}, none, none, source.array(), target);
        in.skipNBytes(8);
    }

    private void collect(int messages) throws IOException {
        int end = seen + messages;
        int settled = seen;
        int granted = seen;
        while (seen < end || settled < end) {
            if (granted - seen < CREDIT / 2 && granted < end) {
                granted = Math.min(end, seen + CREDIT);
                frame(
                        FLOW,
                        7,
                        uint(seen),
                        uint(Integer.MAX_VALUE),
                        uint(0),
                        uint(0),
                        uint(0),
                        uint(seen),
                        uint(granted - seen));
            }
            if (seen - settled >= RANGE || seen == end) {
                frame(DISPOSITION, 5, new byte[] {0x41}, uint(settled), uint(seen - 1), new byte[] {0x41}, new byte[] {
                    0, 0x53, 0x24, 0x45
                });
                settled = seen;
            }
            if (seen < end) {
                read();
            }
        }
    }

    private void read() throws IOException {
        int size = in.readInt();
        in.skipNBytes(4);
        int performative = 0;
        if (size > 8) {
            in.skipNBytes(2);
            performative = in.readUnsignedByte();
            in.skipNBytes(size - 11L);
        }
        if (performative == TRANSFER) {
            seen++;
        } else if (performative > TRANSFER) {
            throw new IOException("the gate sent performative " + performative);
        }
    }

    private void frame(int performative, int count, byte[]... fields) throws IOException {
        int length = 0;
        for (byte[] field : fields) {
            length += field.length;
        }
        ByteBuffer frame = ByteBuffer.allocate(14 + length)
                .putInt(14 + length)
                .putInt(0x0200_0000)
                .put(new byte[] {0, 0x53, (byte) performative, (byte) 0xC0, (byte) (length + 1), (byte) count});
        for (byte[] field : fields) {
            frame.put(field);
        }
        socket.getOutputStream().write(frame.array());
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
}
