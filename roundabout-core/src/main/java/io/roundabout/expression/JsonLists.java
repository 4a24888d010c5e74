package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.jspecify.annotations.Nullable;

/**
 * Reads arrays. An element that does not fit is null.
 *
 * @param element reads an element
 */
record JsonLists(JsonValue element) implements JsonValue {
    @Override
    public @Nullable Object read(JsonParser parser, byte[] body) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return JsonValue.unfit(parser);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(token == JsonToken.VALUE_NULL ? null : element.read(parser, body));
        }
        return new GenericArrayData(elements.toArray());
    }
}
