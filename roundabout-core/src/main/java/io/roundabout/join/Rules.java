package io.roundabout.join;

import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A pipeline as the turn needs it: who takes the messages of each stream. Immutable, so thread-safe. */
public final class Rules implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<CompiledJoin> joins;
    private final HashMap<String, List<Taker>> takers;

    /**
     * An input of a join.
     *
     * @param join index of the join, in the order declared
     * @param input index of the input, in the order declared
     */
    record Taker(int join, int input) implements Serializable {}

    private Rules(List<CompiledJoin> joins, Map<String, List<Taker>> takers) {
        this.joins = joins;
        this.takers = new HashMap<>(takers);
    }

    /**
     * Compiles a pipeline.
     *
     * @throws IllegalArgumentException if a join has less than two inputs, or none that is consumed
     */
    public static Rules compile(Pipeline pipeline) {
        List<CompiledJoin> joins = new ArrayList<>();
        Map<String, List<Taker>> takers = new HashMap<>();
        for (JoinRule rule : pipeline.joins().values()) {
            CompiledJoin join = CompiledJoin.of(rule);
            for (int input = 0; input < join.inputs(); input++) {
                takers.computeIfAbsent(join.streams().get(input), stream -> new ArrayList<>())
                        .add(new Taker(joins.size(), input));
            }
            joins.add(join);
        }
        return new Rules(List.copyOf(joins), takers);
    }

    /** Returns whether no join takes {@code stream}: its messages are collected as they are. */
    public boolean isMailbox(String stream) {
        return !takers.containsKey(stream);
    }

    /** Returns the inputs that take {@code stream}, in the order declared. */
    List<Taker> takersOf(String stream) {
        return takers.getOrDefault(stream, List.of());
    }

    List<CompiledJoin> joins() {
        return joins;
    }
}
