package io.roundabout.pipeline;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Scalar;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Reads what one stream says of duplicates: {@code id}, {@code remember} and {@code on-conflict}. */
final class IdSection {
    private final Draft draft;
    private final Problems problems;
    private final Values values;
    private final String stream;
    private Optional<Scalar> id = Optional.empty();
    private Duration remember = IdRule.DEFAULT.remember();
    private Optional<OnConflict> onConflict = Optional.empty();

    IdSection(Draft draft, String stream) {
        this.draft = draft;
        this.problems = draft.problems;
        this.values = new Values(draft);
        this.stream = stream;
    }

    void read(Field field) {
        switch (field.name()) {
            case "id" -> id = id(field);
            case "remember" -> remember = values.time(field).orElse(remember);
            case "on-conflict" -> onConflict = onConflict(field);
            default -> throw new IllegalStateException("field '" + field.name() + "' has no reader");
        }
    }

    IdRule rule(StreamFormat format) {
        boolean field = id.isPresent() && !isMessageId(id.get());
        if (format != StreamFormat.JSON && field) {
            problems.add(
                    id.get().place(),
                    "a " + format.name().toLowerCase(Locale.ROOT) + " stream has no field " + id.get()
                            + "; leave 'id' out and give each message its id by '!put id='");
        }
        return new IdRule(
                id.map(value -> isMessageId(value) ? IdRule.MESSAGE_ID : JsonPointers.of(value.text())),
                remember,
                onConflict);
    }

    private Optional<Scalar> id(Field field) {
        if (field.value() instanceof Scalar pointer
                && JsonPointers.isPointer(JsonPointers.of(pointer.text()))
                && !pointer.text().isEmpty()) {
            return Optional.of(pointer);
        }
        problems.add(
                field.value().place(),
                "'id' is " + field.value() + "; it must be a field's name or a JSON pointer such as /order/id");
        return Optional.empty();
    }

    /** Over AMQP the id is a property of its own, so the word is kept for it; a field of that name is '/message-id'. */
    private static boolean isMessageId(Scalar id) {
        return id.text().equals(IdRule.MESSAGE_ID);
    }

    private Optional<OnConflict> onConflict(Field field) {
        Optional<OnConflict> answer = values.word(field, Vocabulary.CONFLICT, OnConflict.class);
        if (answer.filter(OnConflict.REPLACE::equals).isPresent()) {
            draft.replacing.putIfAbsent(stream, field.value().place());
        }
        return answer;
    }
}
