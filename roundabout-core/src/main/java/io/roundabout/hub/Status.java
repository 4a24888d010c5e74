package io.roundabout.hub;

import io.roundabout.api.StatusView;
import io.roundabout.api.StatusView.OutputStatus;
import io.roundabout.api.StatusView.StreamStatus;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the ledger into what {@code status} shows. Pure functions. */
final class Status {
    private Status() {}

    static StatusView of(String state, long epoch, Pipeline pipeline, Ledger ledger) {
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
        return new StatusView(state, epoch, streams, outputs);
    }

    private static boolean isInput(Pipeline pipeline, String name) {
        int slash = name.indexOf('/');
        return slash > 0 && pipeline.joins().containsKey(name.substring(0, slash));
    }

    /** A stream that several joins take is counted in each of them; one that none takes is in its output at once. */
    private static StreamStatus stream(String name, Map<Counter, Long> counts, Pipeline pipeline, Ledger ledger) {
        long held = 0;
        long used = pipeline.takersOf(name).isEmpty() ? count(counts, Counter.IN) - count(counts, Counter.FILTERED) : 0;
        long superseded = 0;
        for (var join : pipeline.takersOf(name)) {
            String input = join.name() + "/" + name;
            held += ledger.count(input, Counter.HELD);
            used += ledger.count(input, Counter.USED);
            superseded += ledger.count(input, Counter.SUPERSEDED);
        }
        return new StreamStatus(
                name,
                count(counts, Counter.IN),
                held,
                used,
                superseded,
                count(counts, Counter.DUPLICATES),
                count(counts, Counter.REFUSED));
    }

    private static OutputStatus output(String name, Map<Counter, Long> counts, Ledger ledger) {
        long made = count(counts, Counter.MADE);
        long accepted = count(counts, Counter.ACCEPTED);
        long dead = count(counts, Counter.DEAD) + count(counts, Counter.DISCARDED);
        return new OutputStatus(name, ledger.waiting(name), made, accepted, dead);
    }

    private static long count(Map<Counter, Long> counts, Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }
}
