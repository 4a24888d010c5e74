package io.roundabout.pipeline;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code streams}. */
final class StreamSection {
    private final Draft draft;
    private final Problems problems;
    private final Values values;

    StreamSection(Draft draft) {
        this.draft = draft;
        this.problems = draft.problems;
        this.values = new Values(draft);
    }

    void read(List<Field> streams) {
        for (Field stream : streams) {
            draft.names.declare("stream", stream.name(), stream.place());
            draft.streams.putIfAbsent(stream.name(), rule(stream));
        }
    }

    private StreamRule rule(Field stream) {
        StreamFormat format = StreamFormat.JSON;
        Optional<Scalar> key = Optional.empty();
        IdSection ids = new IdSection(draft, stream.name());
        IntakeSection intake = new IntakeSection(draft, stream.name());
        for (Field field : PipelineReader.fields(stream.value(), "stream '" + stream.name() + "'", problems)) {
            if (Vocabulary.STREAM.takes(field.name(), field.place(), draft)) {
                switch (field.name()) {
                    case "format" ->
                        format = values.word(field, Vocabulary.FORMAT, StreamFormat.class)
                                .orElse(format);
                    case "key" -> key = key(field);
                    case "id", "remember", "on-conflict" -> ids.read(field);
                    default -> intake.read(field);
                }
            }
        }
        boolean keyless = key.filter(value -> value.text().equals("none")).isPresent();
        if (format != StreamFormat.JSON && key.isPresent() && !keyless) {
            String word = format.name().toLowerCase(Locale.ROOT);
            problems.add(
                    key.get().place(),
                    "a " + word + " stream has no field " + key.get()
                            + "; leave 'key' out and give each message its key by '!put key=', or say 'key: none'");
        }
        Optional<String> pointer = keyless ? Optional.empty() : key.map(value -> JsonPointers.of(value.text()));
        return new StreamRule(stream.name(), format, pointer, keyless, ids.rule(format), intake.intake(format));
    }

    private Optional<Scalar> key(Field field) {
        if (field.value() instanceof Scalar key
                && JsonPointers.isPointer(JsonPointers.of(key.text()))
                && !key.text().isEmpty()) {
            return Optional.of(key);
        }
        problems.add(
                field.value().place(),
                "'key' is " + field.value()
                        + "; it must be a field's name, a JSON pointer such as /customer/id, or none");
        return Optional.empty();
    }
}
