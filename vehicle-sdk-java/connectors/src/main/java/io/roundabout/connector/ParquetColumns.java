package io.roundabout.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.roundabout.vehicle.CollectedMessage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * The columns of Parquet files, the same in all files of a run. Every one may be null. A type that nobody said is that of the
 * first message; a value that does not fit, or would lose digits, is refused. Confined to one thread.
 */
final class ParquetColumns {
    private final Map<String, FieldType> types;
    private @Nullable MessageType schema;

    ParquetColumns(Map<String, FieldType> said) {
        this.types = new HashMap<>(said);
    }

    /** Hears the first row, if nothing is decided yet. */
    void decide(List<Column> columns, JsonNode first) {
        if (schema == null) {
            Types.MessageTypeBuilder builder = Types.buildMessage();
            for (Column column : columns) {
                builder.addField(
                        field(column.name(), types.computeIfAbsent(column.name(), name -> typeOf(column.in(first)))));
            }
            schema = builder.named("message");
        }
    }

    MessageType schema() {
        if (schema == null) {
            throw new IllegalStateException("no row was seen");
        }
        return schema;
    }

    /** Adds a value to a row. */
    void add(CollectedMessage message, Group group, Column column, JsonNode value) throws UnsuitableMessageException {
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        String name = column.name();
        FieldType type = types.getOrDefault(name, FieldType.STRING);
        if (!fits(type, value)) {
            String way =
                    value.isNumber() && type == FieldType.INTEGER && !value.isIntegralNumber() ? "number" : "string";
            throw new UnsuitableMessageException(
                    message,
                    "its " + name + " is " + value + ", which a column of type " + type + " does not hold; say --types "
                            + name + "=" + way);
        }
        switch (type) {
            case STRING -> group.add(name, Column.text(value));
            case NUMBER -> group.add(name, value.doubleValue());
            case INTEGER -> group.add(name, value.longValue());
            case BOOLEAN -> group.add(name, value.booleanValue());
        }
    }

    private static boolean fits(FieldType type, JsonNode value) {
        return switch (type) {
            case STRING -> true;
            case NUMBER -> value.isNumber() && isExact(value);
            case INTEGER -> value.isIntegralNumber() && value.canConvertToLong();
            case BOOLEAN -> value.isBoolean();
        };
    }

    /** Returns whether a double is read back as the number that was written, as 0.1 is. */
    private static boolean isExact(JsonNode value) {
        double rounded = value.doubleValue();
        return Double.isFinite(rounded) && BigDecimal.valueOf(rounded).compareTo(value.decimalValue()) == 0;
    }

    private static FieldType typeOf(JsonNode value) {
        if (value.isIntegralNumber()) {
            return FieldType.INTEGER;
        }
        if (value.isNumber()) {
            return FieldType.NUMBER;
        }
        return value.isBoolean() ? FieldType.BOOLEAN : FieldType.STRING;
    }

    private static Type field(String name, FieldType type) {
        return switch (type) {
            case STRING ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
            case NUMBER -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
            case INTEGER -> Types.optional(PrimitiveTypeName.INT64).named(name);
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
        };
    }
}
