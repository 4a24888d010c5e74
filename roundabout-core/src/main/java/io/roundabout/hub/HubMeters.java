package io.roundabout.hub;

import io.roundabout.circulation.LoopMeter;
import io.roundabout.gate.OutputMeter;
import io.roundabout.metrics.Meters;
import io.roundabout.metrics.Metric;
import io.roundabout.outbox.SubscriptionAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What is measured as it happens: how long turns, commits, syncs and deliveries take. Thread-safe. */
final class HubMeters implements LoopMeter {
    private static final List<Duration> WORK = micros(
            100,
            200,
            500,
            1_000,
            2_000,
            5_000,
            10_000,
            20_000,
            50_000,
            100_000,
            200_000,
            500_000,
            1_000_000,
            2_000_000,
            5_000_000,
            10_000_000);

    /** A message may wait for days until somebody collects. */
    private static final List<Duration> WAITING = millis(
            1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000);

    private final Meters meters;
    private final LongConsumer writingTurns;
    private final LongConsumer otherTurns;
    private final LongConsumer commits;
    private final LongConsumer syncs;
    private final Map<String, LongAdder> redelivered = new ConcurrentHashMap<>();

    HubMeters(Meters meters) {
        this.meters = meters;
        writingTurns = meters.recorder(Metric.TURN, WORK, "true");
        otherTurns = meters.recorder(Metric.TURN, WORK, "false");
        commits = meters.recorder(Metric.COMMIT, WORK);
        syncs = meters.recorder(Metric.FSYNC, WORK);
    }

    private static List<Duration> micros(long... bounds) {
        return LongStream.of(bounds)
                .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
                .toList();
    }

    private static List<Duration> millis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toList();
    }

    @Override
    public void turned(long nanos, boolean wrote) {
        (wrote ? writingTurns : otherTurns).accept(nanos);
    }

    @Override
    public void committed(long nanos) {
        commits.accept(nanos);
    }

    void synced(long nanos) {
        syncs.accept(nanos);
    }

    /** Returns what hears of the messages of an address; the subscriptions of a topic are one. */
    OutputMeter output(String address) {
        return new LabelledMeter(address);
    }

    /** A client may attach to any number of addresses where nothing ever is, so a name is taken with the first message. */
    private final class LabelledMeter implements OutputMeter {
        private final String address;
        private @Nullable LongConsumer deliveries;

        LabelledMeter(String address) {
            this.address = address;
        }

        @Override
        public void delivered(long micros) {
            if (deliveries == null) {
                deliveries = meters.recorder(Metric.DELIVERY, WAITING, label());
            }
            deliveries.accept(TimeUnit.MICROSECONDS.toNanos(micros));
        }

        @Override
        public void redelivered() {
            redelivered.computeIfAbsent(label(), key -> new LongAdder()).increment();
        }

        private String label() {
            return meters.name(labelOf(address));
        }
    }

    /** Returns how many messages were handed out again, by label. */
    Map<String, LongAdder> redelivered() {
        return redelivered;
    }

    /** Returns the label of an address before it is bounded: a client chooses the names of its subscriptions. */
    static String labelOf(String address) {
        return SubscriptionAddress.isSubscription(address)
                ? "subscriptions/" + SubscriptionAddress.topicOf(address)
                : address;
    }
}
