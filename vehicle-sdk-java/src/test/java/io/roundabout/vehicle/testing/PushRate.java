package io.roundabout.vehicle.testing;

import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Measures how fast a vehicle pushes messages of 200 bytes to a fake hub that only counts. Arguments: how many. Without any
 * it listens, says where, and lets another process push, until it is killed.
 */
public final class PushRate {
    private static final int BODY_BYTES = 199;

    private PushRate() {}

    /** Measures once to warm up and three times to print. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (FakeHub hub = new FakeHub()) {
            hub.countOnly();
            if (arguments.length == 0) {
                System.out.println(hub.entrancePort());
                Thread.currentThread().join();
            }
            long messages = Long.parseLong(arguments[0]);
            for (int run = 0; run < 4; run++) {
                System.out.printf(Locale.ROOT, "%.0f messages/s%n", measure(hub, messages));
            }
        }
    }

    private static double measure(FakeHub hub, long messages) {
        String body = "{\"order_id\":1,\"customer\":\"c42\",\"fill\":\"";
        String message = body + "x".repeat(BODY_BYTES - body.length() - 2) + "\"}";
        long start = System.nanoTime();
        try (Vehicle vehicle =
                Vehicle.to("127.0.0.1").entrancePort(hub.entrancePort()).build()) {
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
