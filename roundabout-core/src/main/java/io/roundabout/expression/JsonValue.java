package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.Base64;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Reads a JSON value as a value of an SQL type: what {@code from_json} makes of it, and null where it does not fit. Thread-safe. */
@FunctionalInterface
interface JsonValue {
    /** Digits of a number that is converted, at most; longer ones fit nothing. */
    int LONGEST_NUMBER = 1_000;

    /** Decimal places that a number may be shifted by its exponent; more would take memory without end. */
    int LARGEST_SCALE = 1_000;

    /**
     * Reads the value at the parser's current token, and leaves the parser at its last.
     *
     * @param body what is parsed
     */
    @Nullable
    Object read(JsonParser parser, byte[] body) throws IOException;

    /**
     * Returns what reads values of a type.
     *
     * @throws ExpressionException if there is no such thing in JSON
     */
    static JsonValue of(DataType type) {
        if (type instanceof ArrayType array) {
            return new JsonLists(of(array.elementType()));
        }
        if (type instanceof MapType map && map.keyType() instanceof StringType) {
            return new JsonMaps(of(map.valueType()));
        }
        if (type instanceof StructType struct) {
            return new JsonObjects(struct);
        }
        if (type instanceof StringType) {
            return JsonText::read;
        }
        return scalar(type);
    }

    private static JsonValue scalar(DataType type) {
        if (type instanceof DoubleType) {
            return number(JsonParser::getDoubleValue);
        }
        if (type instanceof FloatType) {
            return number(JsonParser::getFloatValue);
        }
        if (type instanceof DecimalType decimal) {
            return (parser, body) -> decimal(parser, decimal);
        }
        if (type instanceof LongType) {
            return whole(Long.MIN_VALUE, Long.MAX_VALUE, value -> value);
        }
        if (type instanceof IntegerType) {
            return whole(Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value);
        }
        if (type instanceof ShortType) {
            return whole(Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value);
        }
        if (type instanceof ByteType) {
            return whole(Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value);
        }
        return notANumber(type);
    }

    private static JsonValue notANumber(DataType type) {
        if (type instanceof BooleanType) {
            return (parser, body) -> {
                JsonToken token = parser.currentToken();
                if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                    return token == JsonToken.VALUE_TRUE;
                }
                return unfit(parser);
            };
        }
        if (type instanceof DateType) {
            return text(text -> DateTimeUtils.stringToDate(text));
        }
        if (type instanceof TimestampType) {
            return text(text -> DateTimeUtils.stringToTimestamp(text, ZoneOffset.UTC));
        }
        if (type instanceof TimestampNTZType) {
            return text(text -> DateTimeUtils.stringToTimestampWithoutTimeZone(text));
        }
        if (type instanceof BinaryType) {
            return (parser, body) -> {
                UTF8String text = JsonText.ofString(parser, body);
                return text == null ? null : base64(text);
            };
        }
        throw new ExpressionException("type " + type.sql()
                + " cannot be read from JSON; use numbers, decimal, string, boolean, date, timestamp,"
                + " binary, array, map<string, …> or struct");
    }

    /** Takes a number from a parser. */
    interface NumberOf {
        Object of(JsonParser parser) throws IOException;
    }

    private static JsonValue number(NumberOf value) {
        return (parser, body) -> parser.currentToken().isNumeric() && fits(parser) ? value.of(parser) : unfit(parser);
    }

    /** Makes a number of another class. */
    interface WholeOf {
        Object of(long value);
    }

    private static JsonValue whole(long least, long most, WholeOf whole) {
        return (parser, body) -> {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || !fits(parser)
                    || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                return unfit(parser);
            }
            long value = parser.getLongValue();
            return value < least || value > most ? null : whole.of(value);
        };
    }

    private static @Nullable Object decimal(JsonParser parser, DecimalType type) throws IOException {
        JsonToken token = parser.currentToken();
        BigDecimal value = null;
        if (token.isNumeric() && fits(parser)) {
            value = parser.getDecimalValue();
        } else if (token == JsonToken.VALUE_STRING && fits(parser)) {
            value = parsed(parser.getText());
        }
        if (value == null || Math.abs((long) value.scale()) > LARGEST_SCALE) {
            return unfit(parser);
        }
        BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
        return rounded.precision() > type.precision() ? null : Decimal.apply(rounded, type.precision(), type.scale());
    }

    private static @Nullable BigDecimal parsed(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean fits(JsonParser parser) throws IOException {
        return parser.getTextLength() <= LONGEST_NUMBER;
    }

    /** Makes a value of a text. */
    interface TextTo {
        Option<?> value(UTF8String text);
    }

    private static JsonValue text(TextTo value) {
        return (parser, body) -> {
            UTF8String text = JsonText.ofString(parser, body);
            Option<?> found = text == null ? Option.empty() : value.value(text);
            return found.isDefined() ? found.get() : null;
        };
    }

    private static byte @Nullable [] base64(UTF8String text) {
        try {
            return Base64.getDecoder().decode(text.getBytes());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Passes over a value that does not fit. */
    static @Nullable Object unfit(JsonParser parser) throws IOException {
        parser.skipChildren();
        return null;
    }
}
