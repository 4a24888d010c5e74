package io.roundabout.expression;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Writes a value of an SQL type as JSON. Thread-safe. */
@FunctionalInterface
interface ValueWriter {
    /** Writes a value that is not null. */
    void write(Object value, JsonBuffer to);

    /** Writes a value, or null. */
    default void writeOrNull(@Nullable Object value, JsonBuffer to) {
        if (value == null) {
            to.add(JsonPart.NULL);
        } else {
            write(value, to);
        }
    }

    /**
     * Returns what writes values of a type.
     *
     * @throws ExpressionException if JSON has nothing like it
     */
    static ValueWriter of(DataType type) {
        if (type instanceof ArrayType array) {
            return list(array.elementType());
        }
        if (type instanceof MapType map) {
            return map(map);
        }
        return type instanceof StructType struct ? struct(struct) : scalar(type);
    }

    private static ValueWriter scalar(DataType type) {
        if (type instanceof StringType) {
            return (value, to) -> to.addString(((UTF8String) value).getBytes());
        }
        if (type instanceof IntegralType || type instanceof BooleanType || type instanceof NullType) {
            return (value, to) -> to.addAscii(value.toString());
        }
        if (type instanceof DoubleType || type instanceof FloatType) {
            return (value, to) ->
                    to.addAscii(Double.isFinite(((Number) value).doubleValue()) ? value.toString() : "null");
        }
        if (type instanceof DecimalType) {
            return (value, to) ->
                    to.addAscii(((Decimal) value).toJavaBigDecimal().toPlainString());
        }
        if (type instanceof BinaryType) {
            return (value, to) -> to.addString(Base64.getEncoder().encode((byte[]) value));
        }
        return time(type);
    }

    /** Dates and times are written as ISO 8601 has them; a point in time in UTC. */
    private static ValueWriter time(DataType type) {
        if (type instanceof DateType) {
            return (value, to) -> quoted(LocalDate.ofEpochDay((Integer) value).toString(), to);
        }
        if (type instanceof TimestampType) {
            return (value, to) -> quoted(instant((Long) value).toString(), to);
        }
        if (type instanceof TimestampNTZType) {
            return (value, to) -> quoted(
                    DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                            LocalDateTime.ofInstant(instant((Long) value), ZoneOffset.UTC)),
                    to);
        }
        throw new ExpressionException("JSON has nothing like " + type.sql() + "; cast it, to string for example");
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    private static void quoted(String ascii, JsonBuffer to) {
        to.add('"');
        to.addAscii(ascii);
        to.add('"');
    }

    private static ValueWriter list(DataType type) {
        ValueWriter element = of(type);
        return (value, to) -> {
            ArrayData elements = (ArrayData) value;
            to.add('[');
            for (int i = 0; i < elements.numElements(); i++) {
                if (i > 0) {
                    to.add(',');
                }
                element.writeOrNull(elements.isNullAt(i) ? null : elements.get(i, type), to);
            }
            to.add(']');
        };
    }

    private static ValueWriter map(MapType type) {
        if (!(type.keyType() instanceof StringType)) {
            throw new ExpressionException("the names of a JSON object are strings, and a map has keys of type "
                    + type.keyType().sql() + "; cast them to string");
        }
        ValueWriter element = of(type.valueType());
        return (value, to) -> {
            ArrayData keys = ((MapData) value).keyArray();
            ArrayData values = ((MapData) value).valueArray();
            to.add('{');
            for (int i = 0; i < keys.numElements(); i++) {
                if (i > 0) {
                    to.add(',');
                }
                to.addString(keys.getUTF8String(i).getBytes());
                to.add(':');
                element.writeOrNull(values.isNullAt(i) ? null : values.get(i, type.valueType()), to);
            }
            to.add('}');
        };
    }

    private static ValueWriter struct(StructType type) {
        StructField[] fields = type.fields();
        byte[][] labels = new byte[fields.length][];
        ValueWriter[] writers = new ValueWriter[fields.length];
        for (int i = 0; i < fields.length; i++) {
            labels[i] = JsonBuffer.label(fields[i].name(), i == 0);
            writers[i] = of(fields[i].dataType());
        }
        return (value, to) -> {
            InternalRow row = (InternalRow) value;
            to.add('{');
            for (int i = 0; i < writers.length; i++) {
                to.add(labels[i]);
                writers[i].writeOrNull(row.isNullAt(i) ? null : row.get(i, fields[i].dataType()), to);
            }
            to.add('}');
        };
    }
}
