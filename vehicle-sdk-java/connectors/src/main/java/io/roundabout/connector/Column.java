package io.roundabout.connector;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * A column of a target.
 *
 * @param name its name there
 * @param pointer where its value stands in a message, as a JSON pointer (RFC 6901)
 */
public record Column(String name, JsonPointer pointer) {
    public Column {
        Objects.requireNonNull(pointer, "pointer is null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a column without a name");
        }
    }

    /** Returns the column of a field of its name. */
    public static Column of(String field) {
        return new Column(field, JsonPointer.empty().appendProperty(field));
    }

    /**
     * Reads {@code NAME} or {@code NAME=PLACE}; a place is a field, or a JSON pointer such as {@code /orders/n}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static Column parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return of(text);
        }
        String place = text.substring(equals + 1);
        return new Column(
                text.substring(0, equals),
                place.startsWith("/")
                        ? JsonPointer.compile(place)
                        : JsonPointer.empty().appendProperty(place));
    }

    /** Returns the value in {@code row}; missing or null: there is none. */
    JsonNode in(JsonNode row) {
        return row.at(pointer);
    }

    /** Returns a value as text: that of a string, otherwise its JSON. */
    static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
