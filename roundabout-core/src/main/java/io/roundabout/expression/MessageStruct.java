package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.roundabout.entrance.BodyFormat;
import java.io.IOException;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads a message as a struct. Thread-safe. */
final class MessageStruct {
    /** The one field of a message that is not JSON. Source: product contract, section 2. */
    static final String VALUE = "value";

    private final JsonFactory json;
    private final StructType type;
    private final JsonObjects objects;

    MessageStruct(JsonFactory json, StructType type) {
        this.json = json;
        this.type = type;
        objects = new JsonObjects(type);
    }

    @Nullable
    Object read(BodyFormat format, byte[] body) throws IOException {
        if (type.isEmpty()) {
            return new GenericInternalRow(0);
        }
        if (format == BodyFormat.JSON) {
            try (JsonParser parser = json.createParser(body)) {
                parser.nextToken();
                return objects.read(parser, body);
            }
        }
        @Nullable Object[] values = new @Nullable Object[type.length()];
        for (int i = 0; i < values.length; i++) {
            if (type.apply(i).name().equals(VALUE)) {
                values[i] = value(type.apply(i).dataType(), format, body);
            }
        }
        return new GenericInternalRow(values);
    }

    /** Returns the value of a message that is not JSON: text, or bytes. */
    static @Nullable Object value(DataType type, BodyFormat format, byte[] body) {
        boolean isText = type instanceof StringType;
        if (format == BodyFormat.BYTES) {
            return isText ? null : body;
        }
        return isText ? UTF8String.fromBytes(body) : null;
    }
}
