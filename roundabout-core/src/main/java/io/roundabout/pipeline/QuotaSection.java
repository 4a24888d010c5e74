package io.roundabout.pipeline;

import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code quota}. */
final class QuotaSection {
    private final Draft draft;

    QuotaSection(Draft draft) {
        this.draft = draft;
    }

    Optional<Quota> read(Field quota) {
        Values values = new Values(draft);
        OptionalLong messages = OptionalLong.empty();
        OptionalLong bytes = OptionalLong.empty();
        List<Field> fields = PipelineReader.fields(quota.value(), "'quota'", draft.problems);
        for (Field field : fields) {
            if (Vocabulary.QUOTA.takes(field.name(), field.place(), draft)) {
                if (field.name().equals("messages")) {
                    messages = optional(values.count(field));
                } else {
                    bytes = optional(values.size(field));
                }
            }
        }
        if (fields.isEmpty() && quota.value() instanceof Mapping) {
            return values.wrong(quota, "give 'messages', 'bytes' or both, such as {messages: 10M, bytes: 20GiB}");
        }
        return Optional.of(new Quota(messages, bytes));
    }

    private static OptionalLong optional(Optional<Long> value) {
        return value.map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
