package io.roundabout.hub;

import io.roundabout.api.StatusView;
import io.roundabout.api.StatusView.InputView;
import io.roundabout.api.StatusView.OutputView;
import io.roundabout.api.StatusView.StreamView;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the ledger into what {@code status} shows. */
final class Status {
    private Status() {}

    static StatusView of(String state, long epoch, Pipeline pipeline, Ledger ledger) {
        List<StreamView> streams = new ArrayList<>();
        List<OutputView> outputs = new ArrayList<>();
        ledger.forEach((name, counts) -> {
            boolean input = name.contains("/") && !name.startsWith("dead/");
            if (!input && (counts.containsKey(Counter.IN) || counts.containsKey(Counter.REFUSED))) {
                streams.add(new StreamView(name, count(counts, Counter.IN), count(counts, Counter.REFUSED)));
            }
            if (counts.containsKey(Counter.MADE)) {
                outputs.add(output(name, counts));
            }
        });
        return new StatusView(state, epoch, streams, inputs(pipeline, ledger), outputs);
    }

    private static List<InputView> inputs(Pipeline pipeline, Ledger ledger) {
        List<InputView> inputs = new ArrayList<>();
        pipeline.joins()
                .values()
                .forEach(join -> join.inputs().forEach(input -> {
                    String line = join.name() + "/" + input.stream();
                    inputs.add(new InputView(
                            join.name(),
                            input.stream(),
                            ledger.count(line, Counter.IN),
                            ledger.count(line, Counter.HELD),
                            ledger.count(line, Counter.USED),
                            ledger.count(line, Counter.SUPERSEDED)));
                }));
        return inputs;
    }

    private static OutputView output(String name, Map<Counter, Long> counts) {
        long made = count(counts, Counter.MADE);
        long accepted = count(counts, Counter.ACCEPTED);
        long dead = count(counts, Counter.DEAD) + count(counts, Counter.DISCARDED);
        return new OutputView(name, made, made - accepted - dead, accepted, dead);
    }

    private static long count(Map<Counter, Long> counts, Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }
}
