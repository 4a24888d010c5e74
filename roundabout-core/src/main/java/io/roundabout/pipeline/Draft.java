package io.roundabout.pipeline;

import io.roundabout.pipeline.YamlNode.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What was read so far, with the places that the checks across sections speak of. Confined to one reading. */
final class Draft {
    /** A join as read, with the places of its inputs by stream, and that of its output. */
    record DraftJoin(JoinRule rule, Map<String, Place> inputs, Place output) {}

    /** A compute as read, with the place of its name and that of what it takes. */
    record DraftCompute(ComputeRule rule, Place place, Place from) {}

    /** An output as read, with the place of its name and that of what it copies. */
    record DraftOutput(OutputRule rule, Place place, Place from) {}

    /** An expression as read. */
    record DraftExpression(Expression expression, Place place) {}

    final Problems problems;
    final Vocabulary.Reach reach;
    final SchemaFiles schemaFiles;
    final DeclaredNames names;
    final Map<String, StreamRule> streams = new LinkedHashMap<>();
    /** Streams that say {@code on-conflict: replace}, and where. */
    final Map<String, Place> replacing = new LinkedHashMap<>();

    final Map<String, DraftJoin> joins = new LinkedHashMap<>();
    final Map<String, DraftCompute> computes = new LinkedHashMap<>();
    final Map<String, DraftOutput> outputs = new LinkedHashMap<>();
    final List<DraftExpression> expressions = new ArrayList<>();
    Optional<Undeclared> undeclared = Optional.empty();

    Draft(Problems problems, Vocabulary.Reach reach, SchemaFiles schemaFiles) {
        this.problems = problems;
        this.reach = reach;
        this.schemaFiles = schemaFiles;
        this.names = new DeclaredNames(problems);
    }

    Pipeline pipeline() {
        return new Pipeline(
                streams,
                rules(joins, DraftJoin::rule),
                rules(computes, DraftCompute::rule),
                rules(outputs, DraftOutput::rule),
                undeclared);
    }

    private static <D, R> Map<String, R> rules(Map<String, D> drafts, Function<D, R> rule) {
        Map<String, R> rules = new LinkedHashMap<>();
        drafts.forEach((name, draft) -> rules.put(name, rule.apply(draft)));
        return rules;
    }
}
