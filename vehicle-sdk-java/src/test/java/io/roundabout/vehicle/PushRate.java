package io.roundabout.vehicle;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Measures how fast a vehicle pushes messages of 200 bytes to a hub that only counts. Arguments: how many. Without any
 * it listens, says where, and lets another process push, until it is killed.
 */
final class PushRate {
    private static final int BODY_BYTES = 199;

    private PushRate() {}

    /** Measures once to warm up and three times to print. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (CountingHub hub = new CountingHub()) {
            if (arguments.length == 0) {
                System.out.println(hub.port());
                Thread.currentThread().join();
            }
            long messages = Long.parseLong(arguments[0]);
            for (int run = 0; run < 4; run++) {
                System.out.printf(Locale.ROOT, "%.0f messages/s%n", measure(hub, messages));
            }
        }
    }

    private static double measure(CountingHub hub, long messages) {
        String body = "{\"order_id\":1,\"customer\":\"c42\",\"fill\":\"";
        String message = body + "x".repeat(BODY_BYTES - body.length() - 2) + "\"}";
        long start = System.nanoTime();
        try (Vehicle vehicle = Vehicle.to("127.0.0.1").entrancePort(hub.port()).build()) {
            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            for (long n = 0; n < messages; n++) {
                last = vehicle.push("orders", message);
            }
            vehicle.flush(Duration.ofMinutes(5));
            last.join();
        }
        return messages / ((System.nanoTime() - start) / 1e9);
    }
}
