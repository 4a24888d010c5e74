package io.roundabout.hub;

import io.roundabout.metrics.Metric;
import io.roundabout.metrics.Sample;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Turns the ledger into metrics, as {@link Status} turns it into what {@code status} shows. Confined to who takes the sample. */
final class LedgerSample {
    private static final List<Counter> GONE =
            List.of(Counter.USED, Counter.SUPERSEDED, Counter.EXPIRED, Counter.DROPPED, Counter.DEAD);

    /** Of what was never collected from, they are 0 and not unknown. */
    private static final List<Metric> OF_LINKS =
            List.of(Metric.OUTPUT_LINKS, Metric.OUTPUT_CREDIT, Metric.OUTPUT_UNSETTLED, Metric.OUTPUT_REDELIVERED);

    private final Sample sample;
    private final Pipeline pipeline;
    private final Ledger ledger;
    private final Map<String, Duration> waiting;
    private final BiFunction<String, Ledger, Optional<Duration>> held;

    /**
     * Prepares it.
     *
     * @param waiting how long the oldest message waits, by address
     * @param held says how long the oldest message that an input holds has waited, at least
     */
    LedgerSample(
            Sample sample,
            Pipeline pipeline,
            Ledger ledger,
            Map<String, Duration> waiting,
            BiFunction<String, Ledger, Optional<Duration>> held) {
        this.sample = sample;
        this.pipeline = pipeline;
        this.ledger = ledger;
        this.waiting = waiting;
        this.held = held;
    }

    void take() {
        sample.add(Metric.IMBALANCE, 0);
        ledger.forEach((line, counts) -> {
            int slash = line.indexOf('/');
            String taker = slash > 0 ? line.substring(0, slash) : "";
            if (pipeline.joins().containsKey(taker) && !counts.containsKey(Counter.MADE)) {
                input(taker, line.substring(slash + 1), counts);
            } else if (pipeline.computes().containsKey(taker) && !counts.containsKey(Counter.MADE)) {
                compute(taker, line.substring(slash + 1), counts);
            } else {
                stream(line, counts);
                output(line, counts);
            }
        });
        waiting.forEach((address, age) -> {
            if (ledger.waiting(address) > 0) {
                sample.raise(Metric.OUTPUT_OLDEST, seconds(age), label(address));
            }
        });
    }

    private void stream(String name, Map<Counter, Long> counts) {
        if (counts.containsKey(Counter.IN) || counts.containsKey(Counter.REFUSED)) {
            String stream = sample.name(name);
            add(Metric.STREAM_RECEIVED, counts, Counter.IN, stream);
            add(Metric.STREAM_RECEIVED_BYTES, counts, Counter.IN_BYTES, stream);
            add(Metric.STREAM_DUPLICATE, counts, Counter.DUPLICATES, stream);
            add(Metric.STREAM_FILTERED, counts, Counter.FILTERED, stream);
            add(Metric.STREAM_REFUSED, counts, Counter.REFUSED, stream);
        }
    }

    private void input(String join, String from, Map<Counter, Long> counts) {
        String taker = sample.name(join);
        String stream = sample.name(from);
        received(taker, stream, counts);
        add(Metric.INPUT_HELD, counts, Counter.HELD, taker, stream);
        add(Metric.INPUT_USED, counts, Counter.USED, taker, stream);
        add(Metric.INPUT_SUPERSEDED, counts, Counter.SUPERSEDED, taker, stream);
        add(Metric.INPUT_EXPIRED, counts, Counter.EXPIRED, taker, stream);
        add(Metric.INPUT_DROPPED, counts, Counter.DROPPED, taker, stream);
        add(Metric.INPUT_DEAD, counts, Counter.DEAD, taker, stream);
        if (isConsumed(join, from)) {
            Optional<Duration> age = held.apply(join + "/" + from, ledger);
            sample.raise(Metric.INPUT_OLDEST, age.map(LedgerSample::seconds).orElse(0.0), taker, stream);
        }
    }

    private boolean isConsumed(String join, String from) {
        JoinRule rule = pipeline.joins().get(join);
        return rule != null
                && rule.inputs().stream()
                        .filter(input -> input.stream().equals(from))
                        .noneMatch(input -> input.mode() == InputMode.LATEST);
    }

    private void compute(String compute, String from, Map<Counter, Long> counts) {
        String taker = sample.name(compute);
        if (from.equals(compute)) {
            add(Metric.COMPUTE_KEPT, counts, Counter.HELD, taker);
        } else {
            String stream = sample.name(from);
            received(taker, stream, counts);
            add(Metric.INPUT_USED, counts, Counter.USED, taker, stream);
            add(Metric.INPUT_DEAD, counts, Counter.DEAD, taker, stream);
        }
    }

    private void received(String taker, String stream, Map<Counter, Long> counts) {
        add(Metric.INPUT_RECEIVED, counts, Counter.IN, taker, stream);
        long gone = GONE.stream().mapToLong(way -> counts.getOrDefault(way, 0L)).sum();
        long in = counts.getOrDefault(Counter.IN, 0L);
        sample.add(Metric.IMBALANCE, Math.abs(in - gone - counts.getOrDefault(Counter.HELD, 0L)));
    }

    private void output(String address, Map<Counter, Long> counts) {
        if (!counts.containsKey(Counter.MADE)) {
            return;
        }
        String output = label(address);
        sample.add(Metric.OUTPUT_WAITING, ledger.waiting(address), output);
        sample.raise(Metric.OUTPUT_OLDEST, 0, output);
        for (Metric ofLinks : OF_LINKS) {
            sample.add(ofLinks, 0, output);
        }
        add(Metric.OUTPUT_MADE, counts, Counter.MADE, output);
        add(Metric.OUTPUT_ACCEPTED, counts, Counter.ACCEPTED, output);
        add(Metric.OUTPUT_SUPERSEDED, counts, Counter.SUPERSEDED, output);
        add(Metric.OUTPUT_DEAD, counts, Counter.DEAD, output);
        add(Metric.OUTPUT_EXPIRED, counts, Counter.EXPIRED, output);
        add(Metric.OUTPUT_DISCARDED, counts, Counter.DISCARDED, output);
        add(Metric.OUTPUT_REDRIVEN, counts, Counter.REDRIVEN, output);
    }

    private String label(String address) {
        return sample.name(HubMeters.labelOf(address));
    }

    private void add(Metric metric, Map<Counter, Long> counts, Counter counter, String... labels) {
        sample.add(metric, counts.getOrDefault(counter, 0L), labels);
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
