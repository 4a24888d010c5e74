package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects as maps. A value that does not fit is null.
 *
 * @param value reads a value
 */
record JsonMaps(JsonValue value) implements JsonValue {
    @Override
    public @Nullable Object read(JsonParser parser, byte[] body) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return JsonValue.unfit(parser);
        }
        List<Object> keys = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            keys.add(UTF8String.fromString(name));
            values.add(parser.nextToken() == JsonToken.VALUE_NULL ? null : value.read(parser, body));
        }
        return new ArrayBasedMapData(new GenericArrayData(keys.toArray()), new GenericArrayData(values.toArray()));
    }
}
