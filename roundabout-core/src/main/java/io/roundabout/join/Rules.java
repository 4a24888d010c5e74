package io.roundabout.join;

import io.roundabout.compute.Computes;
import io.roundabout.entrance.BodyFormat;
import io.roundabout.outbox.OutputPolicy;
import io.roundabout.pipeline.IdRule;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.OnInvalid;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import io.roundabout.state.IdPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A pipeline as the turn needs it: who takes the messages of each stream. Immutable, so thread-safe. */
public final class Rules implements IdPolicy {
    private static final IdTerms UNDECLARED =
            new IdTerms(IdRule.DEFAULT.remember().toMillis(), false);

    private final List<CompiledJoin> joins;
    private final Computes computes;
    private final HashMap<String, List<Taker>> takers;
    private final HashMap<String, IdTerms> ids;
    private final Map<String, MessageFilter> filters;
    private final Set<String> weighed = new HashSet<>();
    private final Set<String> forgetful = new HashSet<>();
    private final OutputRules outputs;

    /**
     * An input of a join.
     *
     * @param join index of the join, in the order declared
     * @param input index of the input, in the order declared
     */
    record Taker(int join, int input) {}

    /** What holds for the ids of a stream. */
    private record IdTerms(long rememberMillis, boolean replaces) {}

    private Rules(
            List<CompiledJoin> joins,
            Map<String, List<Taker>> takers,
            Computes computes,
            Map<String, MessageFilter> filters,
            Pipeline pipeline) {
        this.joins = joins;
        this.computes = computes;
        this.takers = new HashMap<>(takers);
        this.filters = filters;
        ids = new HashMap<>();
        pipeline.streams()
                .forEach((name, rule) -> rule.intake()
                        .quota()
                        .filter(quota -> quota.bytes().isPresent())
                        .ifPresent(quota -> weighed.add(name)));
        pipeline.streams().values().stream()
                .filter(rule -> rule.intake().body().onInvalid() == OnInvalid.REFUSE)
                .forEach(rule -> forgetful.add(rule.name()));
        outputs = new OutputRules(pipeline);
        Set<String> streams = new HashSet<>(takers.keySet());
        streams.addAll(pipeline.streams().keySet());
        for (String stream : streams) {
            long remember = pipeline.idsOf(stream).remember().toMillis();
            ids.put(stream, new IdTerms(remember, pipeline.replaces(stream)));
        }
    }

    /** As {@link #compile(Pipeline, Expressions)}, for a pipeline without SQL. */
    public static Rules compile(Pipeline pipeline) {
        return compile(pipeline, Expressions.NONE);
    }

    /**
     * Compiles a pipeline.
     *
     * @param expressions compiles the SQL in it
     * @throws IllegalArgumentException if a join has less than two inputs, or none that is consumed, or SQL that cannot be
     *     compiled
     */
    public static Rules compile(Pipeline pipeline, Expressions expressions) {
        List<CompiledJoin> joins = new ArrayList<>();
        Map<String, List<Taker>> takers = new HashMap<>();
        for (JoinRule rule : pipeline.joins().values()) {
            CompiledJoin join = CompiledJoin.of(rule, pipeline, expressions);
            for (int input = 0; input < join.inputs(); input++) {
                takers.computeIfAbsent(join.streams().get(input), stream -> new ArrayList<>())
                        .add(new Taker(joins.size(), input));
            }
            joins.add(join);
        }
        Map<String, MessageFilter> filters = new HashMap<>();
        for (StreamRule rule : pipeline.streams().values()) {
            if (rule.intake().where().isPresent()) {
                filters.put(rule.name(), expressions.filter(rule));
            }
        }
        Computes computes = Computes.of(pipeline, rule -> expressions.aggregation(rule, pipeline));
        return new Rules(List.copyOf(joins), takers, computes, filters, pipeline);
    }

    /** Returns whether a message is taken, or left out by the {@code where} of its stream. */
    public boolean takes(String stream, BodyFormat format, byte[] body) {
        MessageFilter filter = filters.get(stream);
        return filter == null || filter.takes(format, body);
    }

    /** Returns what holds for addresses. */
    public OutputPolicy outputs() {
        return outputs;
    }

    /** Returns whether no join or compute takes {@code stream}: its messages are collected as they are. */
    public boolean isMailbox(String stream) {
        return !takers.containsKey(stream) && computes.countOf(stream) == 0;
    }

    /** Returns whether a join takes {@code stream}. */
    public boolean isJoined(String stream) {
        return takers.containsKey(stream);
    }

    /** Returns whether the bytes that a stream holds are counted, because it has a quota of them. */
    public boolean isWeighed(String stream) {
        return weighed.contains(stream);
    }

    /** Returns whether what is refused of {@code stream} is kept as a dead letter. */
    public boolean keepsRefused(String stream) {
        return !forgetful.contains(stream);
    }

    /** Returns how many inputs of joins, computes or mailboxes take a message of {@code stream}; at least 1. */
    public int placesOf(String stream) {
        return Math.max(1, takersOf(stream).size() + computes.countOf(stream));
    }

    @Override
    public long rememberMillis(String stream) {
        return termsOf(stream).rememberMillis();
    }

    @Override
    public boolean replaces(String stream) {
        return termsOf(stream).replaces();
    }

    private IdTerms termsOf(String stream) {
        return ids.getOrDefault(stream, UNDECLARED);
    }

    /** Returns the inputs that take {@code stream}, in the order declared. */
    List<Taker> takersOf(String stream) {
        return takers.getOrDefault(stream, List.of());
    }

    /** Returns the computes. */
    public Computes computes() {
        return computes;
    }

    List<CompiledJoin> joins() {
        return joins;
    }
}
