package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads objects as structs; what the struct does not have is passed over. A field that does not fit is null. */
final class JsonObjects implements JsonValue {
    private record Place(int ordinal, JsonValue value) {}

    private final Map<String, Place> places = new HashMap<>();

    JsonObjects(StructType type) {
        for (StructField field : type.fields()) {
            places.put(field.name(), new Place(places.size(), JsonValue.of(field.dataType())));
        }
    }

    @Override
    public @Nullable Object read(JsonParser parser, byte[] body) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return JsonValue.unfit(parser);
        }
        @Nullable Object[] values = new @Nullable Object[places.size()];
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            Place place = places.get(name);
            JsonToken token = parser.nextToken();
            if (place == null) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                values[place.ordinal()] = place.value().read(parser, body);
            }
        }
        return new GenericInternalRow(values);
    }
}
