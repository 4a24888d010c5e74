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
    private final String stream;
    private Optional<Scalar> id = Optional.empty();
    private Duration remember = IdRule.DEFAULT.remember();
    private Optional<OnConflict> onConflict = Optional.empty();

    IdSection(Draft draft, String stream) {
        this.draft = draft;
        this.problems = draft.problems;
        this.stream = stream;
    }

    void read(Field field) {
        switch (field.name()) {
            case "id" -> id = id(field);
            case "remember" -> remember = remember(field);
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

    private Duration remember(Field field) {
        try {
            if (field.value() instanceof Scalar text
                    && Durations.parse(text.text()).toMillis() > 0) {
                return Durations.parse(text.text());
            }
        } catch (IllegalArgumentException e) {
            // Reported below, with what would be right.
        }
        problems.add(
                field.value().place(), "'remember' is " + field.value() + "; it must be a time such as 30m, 2h or 7d");
        return IdRule.DEFAULT.remember();
    }

    private Optional<OnConflict> onConflict(Field field) {
        if (!(field.value() instanceof Scalar word)) {
            problems.add(
                    field.value().place(), "'on-conflict' is " + field.value() + "; it can be one of refuse, replace");
            return Optional.empty();
        }
        if (!Vocabulary.CONFLICT.takes(word.text(), word.place(), problems)) {
            return Optional.empty();
        }
        OnConflict answer = OnConflict.valueOf(word.text().toUpperCase(Locale.ROOT));
        if (answer == OnConflict.REPLACE) {
            draft.replacing.putIfAbsent(stream, word.place());
        }
        return Optional.of(answer);
    }
}
