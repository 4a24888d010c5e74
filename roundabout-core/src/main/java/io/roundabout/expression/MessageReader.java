package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonFactory;
import io.roundabout.entrance.BodyFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads columns from the messages of one source, one message at a time. Thread-safe once it is filled. */
final class MessageReader {
    /** Reads a column from a message as a whole. */
    @FunctionalInterface
    private interface Whole {
        @Nullable
        Object read(BodyFormat format, byte[] body) throws IOException;
    }

    private record Target(int ordinal, Whole whole) {}

    private final JsonFactory json;
    private final FieldTree fields;
    private final List<Target> wholes = new ArrayList<>();
    private final List<Target> values = new ArrayList<>();

    MessageReader(JsonFactory json) {
        this.json = json;
        fields = new FieldTree(json);
    }

    /**
     * Adds a column.
     *
     * @param ordinal place of its value in the row
     */
    void add(Column column, int ordinal) {
        List<String> path = column.path();
        boolean asJson = column.kind() == Column.Kind.JSON;
        if (path.isEmpty()) {
            wholes.add(new Target(ordinal, whole(column)));
            return;
        }
        fields.add(path, ordinal, asJson ? JsonText::part : JsonValue.of(column.type()));
        if (path.equals(List.of(MessageStruct.VALUE))) {
            values.add(new Target(
                    ordinal,
                    asJson
                            ? MessageReader::asJson
                            : (format, body) -> MessageStruct.value(column.type(), format, body)));
        }
    }

    private Whole whole(Column column) {
        return switch (column.kind()) {
            case PRESENT -> (format, body) -> true;
            case JSON -> MessageReader::asJson;
            case VALUE -> new MessageStruct(json, (StructType) column.type())::read;
        };
    }

    /** Reads the columns of a message into a row; what is not there stays as it is. */
    void read(BodyFormat format, byte[] body, @Nullable Object[] row) {
        try {
            for (Target target : wholes) {
                row[target.ordinal()] = target.whole().read(format, body);
            }
            if (format == BodyFormat.JSON && !fields.isEmpty()) {
                fields.read(body, row);
            } else if (format != BodyFormat.JSON) {
                for (Target target : values) {
                    row[target.ordinal()] = target.whole().read(format, body);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a message that was taken as JSON is none: " + e.getMessage(), e);
        }
    }

    private static JsonPart asJson(BodyFormat format, byte[] body) {
        if (format == BodyFormat.JSON) {
            return JsonPart.of(body);
        }
        JsonBuffer quoted = new JsonBuffer();
        quoted.addString(format == BodyFormat.TEXT ? body : Base64.getEncoder().encode(body));
        return JsonPart.of(quoted.toBytes());
    }
}
