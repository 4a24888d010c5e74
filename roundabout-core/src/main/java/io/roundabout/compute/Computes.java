package io.roundabout.compute;

import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The computes of a pipeline, compiled. Immutable, so thread-safe. */
public final class Computes {
    private final List<CompiledCompute> all;
    private final Map<String, List<CompiledCompute>> takers = new HashMap<>();

    Computes(List<CompiledCompute> computes) {
        all = List.copyOf(computes);
        for (CompiledCompute compute : all) {
            takers.computeIfAbsent(compute.from(), from -> new ArrayList<>()).add(compute);
        }
    }

    /**
     * Compiles the computes of a pipeline.
     *
     * @param aggregations compiles the expressions of one
     */
    public static Computes of(Pipeline pipeline, Function<ComputeRule, Aggregation> aggregations) {
        List<CompiledCompute> computes = new ArrayList<>();
        for (ComputeRule rule : pipeline.computes().values()) {
            Windows windows = rule.window().map(Windows::of).orElse(Windows.NONE);
            computes.add(new CompiledCompute(rule.name(), rule.from(), rule.name(), windows, aggregations.apply(rule)));
        }
        return new Computes(computes);
    }

    /** Returns how many take the messages of a stream, or the results of a join. */
    public int countOf(String from) {
        return takersOf(from).size();
    }

    /** Returns whether there are none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Returns those that take the messages of a stream, or the results of a join, in the order declared. */
    List<CompiledCompute> takersOf(String from) {
        return takers.getOrDefault(from, List.of());
    }

    /** Returns all, in the order declared. */
    List<CompiledCompute> all() {
        return all;
    }
}
