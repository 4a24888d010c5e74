package io.roundabout.pipeline;

import io.roundabout.pipeline.Draft.DraftExpression;
import io.roundabout.pipeline.Expression.Role;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of fields, and reports what they cannot be. Confined to one reading. */
final class Values {
    /** Longer times are slips, and would not fit where milliseconds are added up. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final Pattern COUNT = Pattern.compile("([1-9][0-9]{0,8})([kMG]?)");
    private static final List<String> COUNT_UNITS = List.of("", "k", "M", "G");
    private static final int THOUSAND = 1000;

    private final Draft draft;

    Values(Draft draft) {
        this.draft = draft;
    }

    /** Returns a text that is not empty; {@code right} says what the field must be. */
    Optional<String> text(Field field, String right) {
        return read(field, right, text -> text.isBlank() ? Optional.empty() : Optional.of(text));
    }

    /** Returns the constant that a word of {@code vocabulary} names. */
    <E extends Enum<E>> Optional<E> word(Field field, Vocabulary vocabulary, Class<E> type) {
        if (!(field.value() instanceof Scalar word)) {
            return wrong(field, vocabulary.choice(draft));
        }
        return vocabulary.takes(word.text(), word.place(), draft)
                ? Optional.of(Enum.valueOf(type, word.text().toUpperCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** Returns a time from 1 ms to ten years. */
    Optional<Duration> time(Field field) {
        Optional<Duration> time = read(
                field,
                "it must be a time such as 30m, 2h or 7d",
                text -> Optional.of(Durations.parse(text)).filter(duration -> duration.toMillis() > 0));
        if (time.isPresent() && time.get().compareTo(LONGEST) > 0) {
            return wrong(field, "the longest time is ten years, 3650d");
        }
        return time;
    }

    /** Returns a number from 1 to {@code most}. */
    Optional<Integer> number(Field field, int most) {
        return read(
                field,
                most == Integer.MAX_VALUE ? "it must be a number from 1" : "it must be a number from 1 to " + most,
                text -> text.matches("[1-9][0-9]{0,8}")
                        ? Optional.of(Integer.valueOf(text)).filter(number -> number <= most)
                        : Optional.empty());
    }

    /** Returns a number of messages from 1: {@code 5000}, {@code 10k}, {@code 10M}. */
    Optional<Long> count(Field field) {
        return read(field, "it must be a number from 1, such as 5000, 10k or 10M", text -> {
            Matcher matcher = COUNT.matcher(text);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            long count = Long.parseLong(matcher.group(1));
            for (int unit = COUNT_UNITS.indexOf(matcher.group(2)); unit > 0; unit--) {
                count *= THOUSAND;
            }
            return Optional.of(count);
        });
    }

    /** Returns a number of bytes from 1. */
    Optional<Long> size(Field field) {
        return read(
                field,
                "it must be a size such as 64KiB, 500MiB or 20GiB",
                text -> Optional.of(Sizes.parse(text)).filter(size -> size > 0));
    }

    /** Returns the pointer of a field of a message. */
    Optional<String> pointer(Field field) {
        return read(
                field,
                "it must be a field's name or a JSON pointer such as /order/id",
                text -> Optional.of(JsonPointers.of(text))
                        .filter(pointer -> !text.isEmpty() && JsonPointers.isPointer(pointer)));
    }

    /** Returns an expression, and keeps its place for when everything else was found to be right. */
    Optional<String> sql(Field field, Role role, String owner) {
        Optional<String> sql = text(field, "it must be an expression in SQL");
        sql.ifPresent(text -> draft.expressions.add(new DraftExpression(
                new Expression(role, owner, text), field.value().place())));
        return sql;
    }

    /** Reports a field whose value is of the wrong kind. */
    <T> Optional<T> wrong(Field field, String right) {
        draft.problems.add(field.value().place(), "'" + field.name() + "' is " + field.value() + "; " + right);
        return Optional.empty();
    }

    private <T> Optional<T> read(Field field, String right, Function<String, Optional<T>> parse) {
        try {
            Optional<T> value = field.value() instanceof Scalar scalar ? parse.apply(scalar.text()) : Optional.empty();
            return value.isPresent() ? value : wrong(field, right);
        } catch (IllegalArgumentException e) {
            return wrong(field, right);
        }
    }
}
