package io.roundabout.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Pushes orders to a mailbox as fast as they are accepted, or writes the same orders to a file of lines. {@code
 * benchmarks/vehicles} calls it, to set beside it what the vehicles reach.
 */
public final class Orders {
    private static final int EXIT_WRONG = 1;
    private static final double NANOS = 1e9;

    private Orders() {}

    /** Exits with 0 if everything was acknowledged or written, 1 if not. */
    public static void main(String[] words) throws IOException, InterruptedException {
        Settings settings = Settings.of(List.of(words));
        if (settings.text("file").isEmpty()) {
            System.exit(push(settings) ? 0 : EXIT_WRONG);
        }
        write(settings, Path.of(settings.text("file")));
    }

    private static boolean push(Settings settings) throws IOException, InterruptedException {
        Findings findings = new Findings();
        long start = System.nanoTime();
        boolean acknowledged = true;
        try (Pusher pusher = SessionPusher.connect(Lane.ORDERS, settings, findings)) {
            for (int number = 0; number < settings.messages() && acknowledged; number++) {
                acknowledged = pusher.push(number, 0);
            }
            acknowledged = acknowledged && pusher.awaitAcknowledged();
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        findings.texts().forEach(System.err::println);
        System.out.printf(Locale.ROOT, "{\"messages\":%d,\"seconds\":%.3f}%n", settings.messages(), seconds);
        return acknowledged && findings.isEmpty();
    }

    private static void write(Settings settings, Path file) throws IOException {
        Bodies bodies = new Bodies(settings.seed());
        byte[] line = new byte[Bodies.LONGEST + 1];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int number = 0; number < settings.messages(); number++) {
                int end = bodies.write(Lane.ORDERS, number, line, 0);
                line[end] = '\n';
                out.write(line, 0, end + 1);
            }
        }
    }
}
