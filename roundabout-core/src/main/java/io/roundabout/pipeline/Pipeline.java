package io.roundabout.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pipeline file declares. Immutable; the maps keep the order of the file.
 *
 * @param streams by name
 * @param joins by name
 * @param outputs by name
 */
public record Pipeline(Map<String, StreamRule> streams, Map<String, JoinRule> joins, Map<String, OutputRule> outputs) {
    /** The pipeline where nothing is declared: every stream is a mailbox. */
    public static final Pipeline NONE = new Pipeline(Map.of(), Map.of(), Map.of());

    public Pipeline {
        streams = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(streams));
        joins = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(joins));
        outputs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** Returns whether nothing is declared. */
    public boolean isEmpty() {
        return streams.isEmpty() && joins.isEmpty() && outputs.isEmpty();
    }

    /** Returns the joins that take {@code stream}, in the order declared. */
    public List<JoinRule> takersOf(String stream) {
        return joins.values().stream()
                .filter(join ->
                        join.inputs().stream().anyMatch(input -> input.stream().equals(stream)))
                .toList();
    }
}
