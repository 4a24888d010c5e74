package io.roundabout.join;

import io.roundabout.outbox.OutputPolicy;
import io.roundabout.outbox.OutputTerms;
import io.roundabout.pipeline.Deliver;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Keeping;
import io.roundabout.pipeline.OnExpiry;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pipeline says of addresses, as the turn needs it. Immutable, so thread-safe. */
final class OutputRules implements OutputPolicy, Serializable {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, OutputTerms> terms = new HashMap<>();

    /** Reads what {@code pipeline} says of its outputs. */
    OutputRules(Pipeline pipeline) {
        Map<String, List<String>> copies = new HashMap<>();
        pipeline.outputs()
                .values()
                .forEach(output -> output.from()
                        .ifPresent(
                                source -> copies.computeIfAbsent(addressOf(source, pipeline), name -> new ArrayList<>())
                                        .add(output.name())));
        copies.forEach((address, to) -> terms.put(address, terms(to, Deliver.QUEUE, Keeping.DEFAULT)));
        pipeline.streams().values().stream()
                .filter(stream -> stream.intake().ttl().isPresent())
                .forEach(stream -> terms.put(
                        stream.name(),
                        terms(copies.getOrDefault(stream.name(), List.of()), Deliver.QUEUE, keeping(stream))));
        pipeline.outputs()
                .forEach((name, output) -> terms.put(
                        name, terms(copies.getOrDefault(name, List.of()), output.deliver(), output.keeping())));
    }

    private static Keeping keeping(StreamRule stream) {
        return new Keeping(stream.intake().ttl(), OnExpiry.DEAD, Optional.empty());
    }

    /** Returns where the messages of a stream or join are made. */
    private static String addressOf(String source, Pipeline pipeline) {
        JoinRule join = pipeline.joins().get(source);
        return join == null ? source : join.output();
    }

    private static OutputTerms terms(List<String> copies, Deliver deliver, Keeping keeping) {
        long retain = keeping.retain()
                .or(keeping::ttl)
                .orElse(OutputTerms.DEFAULT_RETAIN)
                .toMillis();
        return new OutputTerms(
                copies,
                keeping.ttl().map(Duration::toMillis).orElse(OutputTerms.FOR_EVER),
                keeping.onExpiry() == OnExpiry.DROP ? OutputTerms.OnExpiry.DROP : OutputTerms.OnExpiry.DEAD,
                deliver == Deliver.TOPIC ? retain : OutputTerms.NO_TOPIC);
    }

    @Override
    public OutputTerms termsOf(String address) {
        return terms.getOrDefault(address, OutputTerms.PLAIN);
    }
}
