package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields to read from a JSON object, in one pass; it ends with the last that is wanted, and passes over what is not.
 * Thread-safe once it is filled.
 */
final class FieldTree {
    private record Target(int ordinal, JsonValue value) {}

    private final JsonFactory json;
    private final Map<String, FieldTree> children = new HashMap<>();
    private final List<Target> targets = new ArrayList<>();

    FieldTree(JsonFactory json) {
        this.json = json;
    }

    /**
     * Adds a field.
     *
     * @param path where it is, from the outside in; not empty
     * @param ordinal place of its value in the row
     * @param value reads it
     */
    void add(List<String> path, int ordinal, JsonValue value) {
        if (path.isEmpty()) {
            targets.add(new Target(ordinal, value));
        } else {
            children.computeIfAbsent(path.get(0), name -> new FieldTree(json))
                    .add(path.subList(1, path.size()), ordinal, value);
        }
    }

    boolean isEmpty() {
        return children.isEmpty();
    }

    /** Reads what is there of the fields of {@code body}, a JSON object, into a row; the rest of the row stays as it is. */
    void read(byte[] body, @Nullable Object[] row) throws IOException {
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                fields(parser, body, row);
            }
        }
    }

    /** Leaves the parser behind its object, or within it if the rest is of no interest. Returns whether it is behind it. */
    private boolean fields(JsonParser parser, byte[] body, @Nullable Object[] row) throws IOException {
        int wanted = children.size();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            FieldTree child = children.get(name);
            JsonToken token = parser.nextToken();
            if (child == null) {
                parser.skipChildren();
                continue;
            }
            wanted--;
            boolean behind = token == JsonToken.VALUE_NULL || child.value(parser, body, row);
            if (wanted == 0) {
                return false;
            }
            if (!behind) {
                skipRest(parser);
            }
        }
        return true;
    }

    /** Goes to the end of the object that the parser is in. */
    private static void skipRest(JsonParser parser) throws IOException {
        while (parser.nextFieldName() != null) {
            parser.nextToken();
            parser.skipChildren();
        }
    }

    private boolean value(JsonParser parser, byte[] body, @Nullable Object[] row) throws IOException {
        boolean isContainer = parser.currentToken().isStructStart();
        if (isContainer && targets.size() + (children.isEmpty() ? 0 : 1) > 1) {
            again(JsonText.part(parser, body), row);
            return true;
        }
        for (Target target : targets) {
            row[target.ordinal()] = target.value().read(parser, body);
        }
        if (!targets.isEmpty() || parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return true;
        }
        return fields(parser, body, row);
    }

    /** Reads an object or a list once for each that wants it. */
    private void again(JsonPart part, @Nullable Object[] row) throws IOException {
        byte[] body = Arrays.copyOfRange(part.bytes(), part.from(), part.to());
        for (Target target : targets) {
            try (JsonParser parser = json.createParser(body)) {
                parser.nextToken();
                row[target.ordinal()] = target.value().read(parser, body);
            }
        }
        if (!children.isEmpty()) {
            read(body, row);
        }
    }
}
