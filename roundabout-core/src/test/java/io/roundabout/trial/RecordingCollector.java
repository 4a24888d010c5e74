package io.roundabout.trial;

import io.roundabout.history.History;
import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.HubUnreachableException;
import io.roundabout.vehicle.Vehicle;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A vehicle that collects and writes down what came; when the hub is gone it comes again. Confined to one thread. */
final class RecordingCollector {
    private final HubProcess hub;
    private final History history;
    private final String address;

    RecordingCollector(HubProcess hub, History history, String address) {
        this.hub = hub;
        this.history = history;
        this.address = address;
    }

    /** Takes what is ready, again and again, until {@code enough}; fails after {@code patience}. */
    void collectUntil(BooleanSupplier enough, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!enough.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not enough after " + patience.toSeconds() + " s: " + history.distinct()
                        + " results of " + history.due());
            }
            takeWhatIsReady();
        }
    }

    /** Takes what is ready once. */
    void takeWhatIsReady() {
        try (Vehicle vehicle = hub.vehicle("collector")
                        .connectTimeout(Duration.ofSeconds(30))
                        .build();
                Collecting messages = vehicle.take(address, Long.MAX_VALUE)) {
            for (CollectedMessage message : messages) {
                history.collected(message.id().orElseThrow(), message.text());
            }
        } catch (HubUnreachableException e) {
            // The hub was killed; it will be back.
            hub.awaitGate();
        }
    }
}
