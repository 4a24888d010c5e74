package io.roundabout.connector;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Writes one value: numbers digit for digit, dates and times as ISO 8601, bytes that are not declared to be text as base64.
 * Pure functions.
 */
final class ParquetValue {
    private static final long JULIAN_DAY_OF_1970 = 2_440_588;

    private ParquetValue() {}

    static void write(JsonGenerator json, PrimitiveType type, Group group, int field, int index) throws IOException {
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> json.writeBoolean(group.getBoolean(field, index));
            case FLOAT -> {
                float value = group.getFloat(field, index);
                check(type, Float.isFinite(value), value);
                json.writeNumber(value);
            }
            case DOUBLE -> {
                double value = group.getDouble(field, index);
                check(type, Double.isFinite(value), value);
                json.writeNumber(value);
            }
            case INT32 ->
                writeWhole(json, type.getLogicalTypeAnnotation(), group.getInteger(field, index), Integer.SIZE);
            case INT64 -> writeWhole(json, type.getLogicalTypeAnnotation(), group.getLong(field, index), Long.SIZE);
            case INT96 -> json.writeString(ofInt96(group.getInt96(field, index)).toString());
            case BINARY, FIXED_LEN_BYTE_ARRAY -> writeBytes(json, type, group.getBinary(field, index));
        }
    }

    private static void writeWhole(JsonGenerator json, LogicalTypeAnnotation logical, long value, int bits)
            throws IOException {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            writeDecimal(json, BigInteger.valueOf(value), decimal);
        } else if (logical instanceof DateLogicalTypeAnnotation) {
            json.writeString(LocalDate.ofEpochDay(value).toString());
        } else if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            Instant instant = Instant.EPOCH.plus(value, unit(timestamp.getUnit()));
            json.writeString(
                    timestamp.isAdjustedToUTC()
                            ? instant.toString()
                            : instant.atOffset(ZoneOffset.UTC).toLocalDateTime().toString());
        } else if (logical instanceof TimeLogicalTypeAnnotation time) {
            json.writeString(
                    LocalTime.MIDNIGHT.plus(value, unit(time.getUnit())).toString());
        } else if (logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
            json.writeNumber(
                    bits == Long.SIZE
                            ? Long.toUnsignedString(value)
                            : Long.toString(Integer.toUnsignedLong((int) value)));
        } else {
            json.writeNumber(value);
        }
    }

    private static void writeBytes(JsonGenerator json, PrimitiveType type, Binary value) throws IOException {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (ParquetJson.isText(type)) {
            json.writeString(value.toStringUsingUTF8());
        } else if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            writeDecimal(json, new BigInteger(value.getBytes()), decimal);
        } else if (logical instanceof UUIDLogicalTypeAnnotation) {
            ByteBuffer bytes = value.toByteBuffer();
            json.writeString(new UUID(bytes.getLong(), bytes.getLong()).toString());
        } else {
            json.writeBinary(value.getBytes());
        }
    }

    private static void writeDecimal(JsonGenerator json, BigInteger unscaled, DecimalLogicalTypeAnnotation type)
            throws IOException {
        json.writeNumber(new BigDecimal(unscaled, type.getScale()).toPlainString());
    }

    /** Nanoseconds of the day and the Julian day, the lowest byte first. Source: Parquet's INT96, as Hive and Spark write it. */
    private static Instant ofInt96(Binary value) {
        ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanos = bytes.getLong();
        return Instant.EPOCH
                .plus(bytes.getInt() - JULIAN_DAY_OF_1970, ChronoUnit.DAYS)
                .plusNanos(nanos);
    }

    private static ChronoUnit unit(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
    }

    private static void check(PrimitiveType type, boolean finite, Number value) throws NotJsonException {
        if (!finite) {
            throw new NotJsonException(type.getName() + " is " + value + ", which JSON cannot say");
        }
    }
}
