package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.roundabout.entrance.BodyFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.DateTimeUtils$;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Reads the rows of a message: the message itself, or one for each element that it explodes into. Thread-safe. */
final class RowReader {
    private static final long MICROS = 1_000;

    /** Columns of rows whose values are the element that a message explodes into. */
    private static final int ELEMENT = 1;

    private final JsonFactory json;
    private final MessageReader reader;
    private final int[] elements;
    private final @Nullable Explosion explosion;
    private final int key;
    private final int time;

    /** Stands for a column that there is not. */
    static final int NONE = -1;

    /**
     * What makes many rows of a message.
     *
     * @param reader reads what the list is made of
     * @param lists makes the list
     * @param element type of what is in it
     */
    record Explosion(MessageReader reader, Evaluations lists, DataType element) {
        static Explosion of(JsonFactory json, Resolved list, Evaluations lists) {
            MessageReader reader = new MessageReader(json);
            for (int i = 0; i < list.columns().size(); i++) {
                reader.add(list.columns().get(i), i);
            }
            DataType type = ((org.apache.spark.sql.catalyst.expressions.Expression)
                            list.computed().get(0))
                    .dataType();
            return new Explosion(reader, lists, ((ArrayType) type).elementType());
        }
    }

    /** Takes rows. */
    @FunctionalInterface
    interface Taker {
        /** Takes a row whose values are in the evaluation; key and time are null where it has none. */
        void row(byte @Nullable [] key, @Nullable Long timeMillis);
    }

    /**
     * Makes a reader.
     *
     * @param columns of a row
     * @param explosion what makes many rows of a message; null if it is one
     * @param key index of the column of the key
     * @param time index of the column of the time, or {@link #NONE}
     */
    RowReader(JsonFactory json, List<Column> columns, @Nullable Explosion explosion, int key, int time) {
        this.json = json;
        this.explosion = explosion;
        this.key = key;
        this.time = time;
        reader = new MessageReader(json);
        int[] found = new int[columns.size()];
        int count = 0;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).source() == ELEMENT) {
                found[count++] = i;
            } else {
                reader.add(columns.get(i), i);
            }
        }
        elements = Arrays.copyOf(found, count);
    }

    boolean isOneRow() {
        return explosion == null;
    }

    /** Reads a message into an evaluation, row by row. */
    void read(BodyFormat format, byte[] body, Evaluation row, Taker taker) {
        @Nullable Object[] values = row.clear();
        reader.read(format, body, values);
        Long timeMillis = time == NONE ? null : timeMillis(values[time]);
        if (explosion == null) {
            taker.row(keyOf(values[key]), timeMillis);
            return;
        }
        Evaluation list = explosion.lists().take();
        try {
            explosion.reader().read(format, body, list.clear());
            InternalRow computed = list.compute();
            if (computed.isNullAt(0)) {
                return;
            }
            ArrayData items = computed.getArray(0);
            for (int i = 0; i < items.numElements(); i++) {
                Object item = items.isNullAt(i) ? null : items.get(i, explosion.element());
                for (int column : elements) {
                    values[column] = item;
                }
                taker.row(keyOf(values[key]), timeMillis);
            }
        } finally {
            explosion.lists().give(list);
        }
    }

    /** A key is what the door takes for one: a string, or a whole number. Source: docs/wire.md, section 1. */
    private byte @Nullable [] keyOf(@Nullable Object value) {
        if (value instanceof JsonPart part) {
            return keyOf(part);
        }
        if (value instanceof UTF8String text) {
            return text.getBytes();
        }
        return value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte @Nullable [] keyOf(JsonPart part) {
        try (JsonParser parser = json.createParser(part.bytes(), part.from(), part.to() - part.from())) {
            JsonToken token = parser.nextToken();
            boolean fits = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
            String text = fits ? parser.getText() : "";
            return !fits || (token == JsonToken.VALUE_NUMBER_INT && text.equals("-0"))
                    ? null
                    : text.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a key in a message that was taken as JSON cannot be read", e);
        }
    }

    /** A time is a whole number of milliseconds since 1970, or text as ISO 8601 has it, UTC where it names no zone. */
    private @Nullable Long timeMillis(@Nullable Object value) {
        if (!(value instanceof JsonPart part)) {
            return null;
        }
        try (JsonParser parser = json.createParser(part.bytes(), part.from(), part.to() - part.from())) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                return parser.getLongValue();
            }
            if (token != JsonToken.VALUE_STRING) {
                return null;
            }
            Option<Object> micros =
                    DateTimeUtils$.MODULE$.stringToTimestamp(UTF8String.fromString(parser.getText()), ZoneOffset.UTC);
            return micros.isEmpty() ? null : Math.floorDiv((Long) micros.get(), MICROS);
        } catch (IOException e) {
            throw new UncheckedIOException("a time in a message that was taken as JSON cannot be read", e);
        }
    }
}
