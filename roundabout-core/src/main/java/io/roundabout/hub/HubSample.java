package io.roundabout.hub;

import io.roundabout.RefusalCode;
import io.roundabout.circulation.Ages;
import io.roundabout.circulation.Circulation;
import io.roundabout.entrance.EntranceFigures;
import io.roundabout.entrance.EntranceServer;
import io.roundabout.gate.Gate;
import io.roundabout.gate.GateEvent;
import io.roundabout.gate.GateFigures;
import io.roundabout.metrics.Meters;
import io.roundabout.metrics.Metric;
import io.roundabout.metrics.Sample;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.io.IOException;
import java.nio.file.FileStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what is so in the hub now, for whoever takes a sample: from the ledger as of the last turn, and from the doors. It asks
 * the loop for nothing, so that it causes no turn. Thread-safe.
 *
 * @param circulation the loop
 * @param entrance the TCP door
 * @param gate the AMQP door
 * @param rules says what is in force
 * @param expected says what is overdue
 * @param measured what was measured
 * @param ready says whether every door is open
 * @param leastFree bytes that are to stay free on the disk of the state
 */
record HubSample(
        Circulation circulation,
        EntranceServer entrance,
        Gate gate,
        Supplier<Pipeline> rules,
        ExpectWatch expected,
        HubMeters measured,
        BooleanSupplier ready,
        long leastFree)
        implements Meters.Source {
    private static final Logger LOG = LoggerFactory.getLogger(HubSample.class);

    /** A door that does not answer in this time is left out. */
    private static final long PATIENCE_MILLIS = 1_000;

    @Override
    public void read(Sample sample) {
        String version = HubSample.class.getPackage().getImplementationVersion();
        sample.add(
                Metric.BUILD,
                1,
                version == null ? "source" : version,
                circulation.sparkVersion(),
                Runtime.version().toString());
        sample.add(Metric.READY, ready.getAsBoolean() ? 1 : 0);
        sample.add(Metric.EPOCH, circulation.epoch());
        sample.add(Metric.CLOCK_UNCONFIRMED, circulation.isClockUnconfirmed() ? 1 : 0);
        Ages ages = circulation.ages();
        Ledger ledger = circulation.ledger();
        new LedgerSample(sample, rules.get(), ledger, ages.waiting(), ages::held).take();
        expected.expected().forEach(stream -> overdue(sample, stream.stream(), stream.overdue()));
        answer(entrance.figures()).ifPresent(figures -> entrance(sample, figures));
        answer(gate.figures()).ifPresent(figures -> gate(sample, figures, ledger));
        events(sample);
        disk(sample);
    }

    private static void overdue(Sample sample, String stream, @Nullable String since) {
        Duration time = since == null
                ? Duration.ZERO
                : Duration.between(Instant.parse(since), InstantSource.system().instant());
        sample.add(Metric.STREAM_OVERDUE, LedgerSample.seconds(time), sample.name(stream));
    }

    private static void entrance(Sample sample, EntranceFigures figures) {
        sample.add(Metric.VEHICLES, figures.connections());
        for (String reason : new String[] {"quota", "disk", "window"}) {
            sample.add(Metric.HELD_BACK, figures.held().getOrDefault(reason, 0), reason);
        }
        for (RefusalCode code : RefusalCode.values()) {
            sample.add(Metric.REFUSED, figures.refused().getOrDefault(code, 0L), code.word());
            sample.add(Metric.CLOSED, figures.closed().getOrDefault(code, 0L), code.word());
        }
    }

    /** A client may attach to any number of addresses where nothing ever is: those are left out. */
    private static void gate(Sample sample, GateFigures figures, Ledger ledger) {
        sample.add(Metric.CLIENTS, figures.connections());
        figures.links().forEach((address, links) -> {
            if (ledger.count(address, Counter.MADE) == 0) {
                return;
            }
            String output = sample.name(HubMeters.labelOf(address));
            sample.add(Metric.OUTPUT_LINKS, links.links(), output);
            sample.add(Metric.OUTPUT_CREDIT, links.credit(), output);
            sample.add(Metric.OUTPUT_UNSETTLED, links.unsettled(), output);
        });
        figures.relays().forEach((name, relay) -> {
            String output = sample.name(name);
            sample.add(Metric.RELAY_CONNECTED, relay.connected() ? 1 : 0, output);
            sample.add(Metric.RELAY_SENT, relay.sent(), output);
            sample.add(Metric.RELAY_DOUBTFUL, relay.doubtful(), output);
        });
    }

    private void events(Sample sample) {
        measured.redelivered().forEach((output, count) -> sample.add(Metric.OUTPUT_REDELIVERED, count.sum(), output));
        for (GateEvent event : GateEvent.values()) {
            String word = event.name().toLowerCase(Locale.ROOT).replace('_', '-');
            sample.add(Metric.GATE_EVENTS, gate.counts().of(event), word);
        }
    }

    private void disk(Sample sample) {
        sample.add(Metric.DISK_LEAST, leastFree);
        try {
            FileStore disk = circulation.disk();
            sample.add(Metric.DISK_FREE, disk.getUsableSpace());
        } catch (IOException e) {
            // Left out: 0 B would mislead.
            LOG.debug("how much is free on the disk of the state is not known", e);
        }
    }

    private static <F> Optional<F> answer(CompletionStage<F> asked) {
        try {
            return Optional.of(asked.toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
