package io.roundabout.hub;

import io.roundabout.api.LedgerView;
import io.roundabout.api.StatusView;
import io.roundabout.api.StatusView.ComputeStatus;
import io.roundabout.api.StatusView.OutputStatus;
import io.roundabout.api.StatusView.StreamStatus;
import io.roundabout.api.StatusView.TakerStatus;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Turns the ledger into what {@code status} shows. Pure functions. */
final class Status {
    private Status() {}

    static StatusView of(String state, long epoch, List<String> notices, Pipeline pipeline, Ledger ledger) {
        List<StreamStatus> streams = new ArrayList<>();
        List<OutputStatus> outputs = new ArrayList<>();
        ledger.forEach((name, counts) -> {
            boolean pushed = counts.containsKey(Counter.IN) || counts.containsKey(Counter.REFUSED);
            if (pushed && !isInput(pipeline, name)) {
                streams.add(stream(name, counts, pipeline, ledger));
            }
            if (counts.containsKey(Counter.MADE)) {
                outputs.add(output(name, counts, ledger));
            }
        });
        List<ComputeStatus> computes = pipeline.computes().values().stream()
                .map(compute -> compute(compute, ledger))
                .toList();
        return new StatusView(state, epoch, notices, streams, computes, outputs);
    }

    static LedgerView ledger(long epoch, Ledger ledger) {
        Map<String, Map<String, Long>> lines = new TreeMap<>();
        ledger.forEach((name, counts) -> {
            Map<String, Long> line = new LinkedHashMap<>();
            counts.forEach((counter, count) -> {
                if (count != 0) {
                    line.put(counter.name().toLowerCase(Locale.ROOT), count);
                }
            });
            lines.put(name, line);
        });
        return new LedgerView(epoch, lines);
    }

    private static boolean isInput(Pipeline pipeline, String name) {
        int slash = name.indexOf('/');
        String taker = slash > 0 ? name.substring(0, slash) : "";
        return pipeline.joins().containsKey(taker) || pipeline.computes().containsKey(taker);
    }

    /** A stream that several joins and computes take is counted in each of them; one that none takes is in its output at once. */
    private static StreamStatus stream(String name, Map<Counter, Long> counts, Pipeline pipeline, Ledger ledger) {
        List<TakerStatus> takers = Stream.concat(
                        pipeline.takersOf(name).stream().map(JoinRule::name),
                        pipeline.computesOf(name).stream().map(ComputeRule::name))
                .map(taker -> taker(taker, taker + "/" + name, ledger))
                .toList();
        long passed = takers.isEmpty() ? count(counts, Counter.IN) - count(counts, Counter.FILTERED) : 0;
        return new StreamStatus(
                name,
                count(counts, Counter.IN),
                takers.stream().mapToLong(TakerStatus::held).sum(),
                passed + takers.stream().mapToLong(TakerStatus::used).sum(),
                takers.stream().mapToLong(TakerStatus::superseded).sum(),
                count(counts, Counter.DUPLICATES),
                count(counts, Counter.REFUSED),
                count(counts, Counter.FILTERED),
                takers);
    }

    private static TakerStatus taker(String taker, String input, Ledger ledger) {
        return new TakerStatus(
                taker,
                ledger.count(input, Counter.IN),
                ledger.count(input, Counter.HELD),
                ledger.count(input, Counter.USED),
                ledger.count(input, Counter.SUPERSEDED),
                ledger.count(input, Counter.EXPIRED),
                ledger.count(input, Counter.DROPPED),
                ledger.count(input, Counter.DEAD));
    }

    private static ComputeStatus compute(ComputeRule compute, Ledger ledger) {
        String input = compute.name() + "/" + compute.from();
        return new ComputeStatus(
                compute.name(),
                compute.from(),
                ledger.count(input, Counter.IN),
                ledger.count(input, Counter.USED),
                ledger.count(input, Counter.DEAD),
                ledger.count(compute.name() + "/" + compute.name(), Counter.HELD));
    }

    private static OutputStatus output(String name, Map<Counter, Long> counts, Ledger ledger) {
        return new OutputStatus(
                name,
                ledger.waiting(name),
                count(counts, Counter.MADE),
                count(counts, Counter.ACCEPTED),
                count(counts, Counter.SUPERSEDED),
                count(counts, Counter.DEAD),
                count(counts, Counter.DISCARDED),
                count(counts, Counter.EXPIRED),
                count(counts, Counter.REDRIVEN));
    }

    private static long count(Map<Counter, Long> counts, Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }
}
