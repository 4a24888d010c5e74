package io.roundabout.trial;

import io.roundabout.history.History;
import io.roundabout.vehicle.MessageRefusedException;
import io.roundabout.vehicle.RefusedMessagesException;
import io.roundabout.vehicle.Vehicle;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A vehicle that pushes in a session and writes down what it sent and what the hub acknowledged. Confined to one thread. */
final class RecordingPusher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingPusher.class);

    private final Vehicle vehicle;
    private final History history;
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private CompletableFuture<Boolean> decided = CompletableFuture.completedFuture(true);

    RecordingPusher(Vehicle vehicle, History history) {
        this.vehicle = vehicle;
        this.history = history;
    }

    void push(String stream, String body) {
        history.attempted(body);
        decided = vehicle.push(stream, body).handle((receipt, failure) -> decided(body, failure));
    }

    /** Waits until the hub has decided everything, and everything is written down. */
    void flush() {
        try {
            vehicle.flush(HubProcess.PATIENCE);
        } catch (RefusedMessagesException e) {
            LOG.debug("counted one by one", e);
        }
        decided.orTimeout(HubProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Returns how many messages were refused with a code. */
    long refused(String code) {
        LongAdder count = refusals.get(code);
        return count == null ? 0 : count.sum();
    }

    @Override
    public void close() {
        vehicle.close();
    }

    private boolean decided(String body, @Nullable Throwable failure) {
        if (failure == null) {
            history.acknowledged(body);
        } else if (failure instanceof MessageRefusedException refused) {
            refusals.computeIfAbsent(refused.code(), code -> new LongAdder()).increment();
        }
        return failure == null;
    }
}
