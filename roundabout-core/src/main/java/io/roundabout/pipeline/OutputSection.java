package io.roundabout.pipeline;

import io.roundabout.pipeline.Draft.DraftOutput;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code outputs}. */
final class OutputSection {
    private final Draft draft;
    private final Values values;

    OutputSection(Draft draft) {
        this.draft = draft;
        this.values = new Values(draft);
    }

    void read(List<Field> outputs) {
        for (Field output : outputs) {
            draft.names.declare("output", output.name(), output.place());
            draft.outputs.putIfAbsent(output.name(), output(output));
        }
    }

    private DraftOutput output(Field output) {
        Map<String, Field> given = new LinkedHashMap<>();
        for (Field field : PipelineReader.fields(output.value(), "output '" + output.name() + "'", draft.problems)) {
            if (Vocabulary.OUTPUT.takes(field.name(), field.place(), draft)) {
                given.putIfAbsent(field.name(), field);
            }
        }
        Deliver deliver = field(given, "deliver")
                .flatMap(field -> values.word(field, Vocabulary.DELIVER, Deliver.class))
                .orElse(Deliver.QUEUE);
        int maxDeliveries = field(given, "max-deliveries")
                .flatMap(field -> values.number(field, Integer.MAX_VALUE))
                .orElse(OutputRule.DEFAULT_MAX_DELIVERIES);
        Optional<String> from = field(given, "from")
                .flatMap(field -> values.text(field, "it must be the name of a stream, a join or a compute"));
        field(given, "relay").ifPresent(field -> draft.problems.add(field.place(), "'relay' is not in this version"));
        OutputRule rule = new OutputRule(output.name(), deliver, maxDeliveries, keeping(given, deliver), from);
        Place place = field(given, "from").map(field -> field.value().place()).orElse(output.place());
        return new DraftOutput(rule, output.place(), place);
    }

    private Keeping keeping(Map<String, Field> given, Deliver deliver) {
        Optional<Duration> ttl = field(given, "ttl").flatMap(values::time);
        OnExpiry onExpiry = field(given, "on-expiry")
                .flatMap(field -> values.word(field, Vocabulary.ON_EXPIRY, OnExpiry.class))
                .orElse(OnExpiry.DEAD);
        Optional<Duration> retain = field(given, "retain").flatMap(values::time);
        if (!given.containsKey("ttl")) {
            field(given, "on-expiry")
                    .ifPresent(
                            field -> draft.problems.add(
                                    field.place(),
                                    "'on-expiry' is for messages past their ttl, and there is none; add 'ttl', such as 'ttl: 30d'"));
        }
        if (deliver == Deliver.QUEUE) {
            field(given, "retain")
                    .ifPresent(
                            field -> draft.problems.add(
                                    field.place(),
                                    "'retain' is for topics; say 'deliver: topic', or 'ttl' for how long a queue keeps a message"));
        }
        return new Keeping(ttl, onExpiry, retain);
    }

    private static Optional<Field> field(Map<String, Field> given, String name) {
        return Optional.ofNullable(given.get(name));
    }
}
