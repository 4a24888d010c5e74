package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonFactory;
import io.roundabout.join.GroupView;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads a column of an {@code all} input: one element for each message, oldest first. Thread-safe. */
interface ListReader {
    /** Reads the messages of {@code input}, at least one, into a row. */
    void read(GroupView group, int input, @Nullable Object[] row);

    /**
     * Returns what reads {@code column}.
     *
     * @param ordinal place of its value in the row
     */
    static ListReader of(JsonFactory json, Column column, int ordinal) {
        return column.kind() == Column.Kind.JSON ? parts(json, column, ordinal) : structs(json, column, ordinal);
    }

    private static ListReader structs(JsonFactory json, Column column, int ordinal) {
        ArrayType list = (ArrayType) column.type();
        MessageStruct element = new MessageStruct(json, (StructType) list.elementType());
        return (group, input, row) -> {
            @Nullable Object[] elements = new @Nullable Object[group.count(input)];
            try {
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = element.read(group.format(input, i), group.body(input, i));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("a message that was taken as JSON is none: " + e.getMessage(), e);
            }
            row[ordinal] = new GenericArrayData(elements);
        };
    }

    private static ListReader parts(JsonFactory json, Column column, int ordinal) {
        MessageReader element = new MessageReader(json);
        element.add(column, 0);
        return (group, input, row) -> {
            JsonBuffer list = new JsonBuffer();
            @Nullable Object[] value = new @Nullable Object[1];
            for (int i = 0; i < group.count(input); i++) {
                value[0] = null;
                element.read(group.format(input, i), group.body(input, i), value);
                list.add(i == 0 ? '[' : ',');
                list.add(value[0] instanceof JsonPart part ? part : JsonPart.NULL);
            }
            list.add(']');
            row[ordinal] = JsonPart.of(list.toBytes());
        };
    }
}
