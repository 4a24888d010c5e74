package io.roundabout.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Fields of a pipeline's text, written where they say something, and read. Pure functions. */
final class TextFields {
    private TextFields() {}

    static void put(ObjectNode to, String field, Optional<String> text) {
        text.ifPresent(value -> to.put(field, value));
    }

    static void putTime(ObjectNode to, String field, Optional<Duration> time) {
        time.ifPresent(value -> to.put(field, Durations.text(value)));
    }

    /** Writes a word unless it is what holds anyway. */
    static <E extends Enum<E>> void putWord(ObjectNode to, String field, E value, E unsaid) {
        if (value != unsaid) {
            to.put(field, word(value));
        }
    }

    static Optional<String> text(JsonNode from, String field) {
        return Optional.ofNullable(from.path(field).textValue());
    }

    static Optional<Duration> time(JsonNode from, String field) {
        return text(from, field).map(Durations::parse);
    }

    static <E extends Enum<E>> E word(JsonNode from, String field, E unsaid) {
        return text(from, field)
                .map(word -> Enum.valueOf(unsaid.getDeclaringClass(), constant(word)))
                .orElse(unsaid);
    }

    /** Returns the values of every field of a node, by name, in order. */
    static <T> Map<String, T> all(JsonNode from, BiFunction<String, JsonNode, T> read) {
        Map<String, T> all = new LinkedHashMap<>();
        from.properties().forEach(field -> all.put(field.getKey(), read.apply(field.getKey(), field.getValue())));
        return all;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String constant(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
