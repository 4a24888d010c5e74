package io.roundabout.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a pipeline file declares. Immutable; the maps keep the order of the file.
 *
 * @param streams by name
 * @param joins by name
 * @param computes by name
 * @param outputs by name
 * @param undeclared what the file says of names that it does not declare, if it says anything
 */
public record Pipeline(
        Map<String, StreamRule> streams,
        Map<String, JoinRule> joins,
        Map<String, ComputeRule> computes,
        Map<String, OutputRule> outputs,
        Optional<Undeclared> undeclared) {
    /** The pipeline where nothing is declared: every stream is a mailbox. */
    public static final Pipeline NONE = new Pipeline(Map.of(), Map.of(), Map.of());

    public Pipeline {
        streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
        joins = Collections.unmodifiableMap(new LinkedHashMap<>(joins));
        computes = Collections.unmodifiableMap(new LinkedHashMap<>(computes));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** A pipeline without computes that says nothing of undeclared names. */
    public Pipeline(Map<String, StreamRule> streams, Map<String, JoinRule> joins, Map<String, OutputRule> outputs) {
        this(streams, joins, Map.of(), outputs, Optional.empty());
    }

    /** Returns whether nothing is declared. */
    public boolean isEmpty() {
        return streams.isEmpty() && joins.isEmpty() && computes.isEmpty() && outputs.isEmpty();
    }

    /** Returns whether a name that is not declared is a mailbox; where the file says nothing, only if nothing is declared. */
    public boolean allowsUndeclared() {
        return undeclared.map(Undeclared.ALLOW::equals).orElse(isEmpty());
    }

    /** Returns the joins that take {@code stream}, in the order declared. */
    public List<JoinRule> takersOf(String stream) {
        return joins.values().stream().filter(join -> join.takes(stream)).toList();
    }

    /** Returns the computes that take what {@code from} brings or makes, in the order declared. */
    public List<ComputeRule> computesOf(String from) {
        return computes.values().stream()
                .filter(compute -> compute.from().equals(from))
                .toList();
    }

    /** Returns whether neither a join nor a compute takes {@code stream}: its messages are collected as they are. */
    public boolean isMailbox(String stream) {
        return takersOf(stream).isEmpty() && computesOf(stream).isEmpty();
    }

    /** Returns how duplicates are recognised in {@code stream}, declared or not. */
    public IdRule idsOf(String stream) {
        StreamRule rule = streams.get(stream);
        return rule == null ? IdRule.DEFAULT : rule.ids();
    }

    /** Returns whether a message of {@code stream} takes the place of one with its id and another body, or is refused. */
    public boolean replaces(String stream) {
        return idsOf(stream).onConflict().orElse(isLatest(stream) ? OnConflict.REPLACE : OnConflict.REFUSE)
                == OnConflict.REPLACE;
    }

    /** Returns whether joins take {@code stream}, all of them as {@code latest}, and no compute: it could not take one out of a sum. */
    private boolean isLatest(String stream) {
        List<Input> inputs = joins.values().stream()
                .flatMap(join -> join.inputs().stream())
                .filter(input -> input.stream().equals(stream))
                .toList();
        return !inputs.isEmpty()
                && inputs.stream().allMatch(input -> input.mode() == InputMode.LATEST)
                && computesOf(stream).isEmpty();
    }

    /** Returns every name that is declared: streams, joins, computes, and outputs, those that joins make included. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(streams.keySet());
        names.addAll(joins.keySet());
        names.addAll(computes.keySet());
        joins.values().forEach(join -> names.add(join.output()));
        names.addAll(outputs.keySet());
        return names;
    }
}
