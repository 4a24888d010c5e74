package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;

/** What a JSON Schema says of types. What it says in another way than by {@code type} declares nothing. Confined to one thread. */
final class SchemaShape {
    /** References that are followed, one in another: a schema may refer to itself. */
    private static final int DEEPEST = 32;

    private final JsonNode root;

    private SchemaShape(JsonNode root) {
        this.root = root;
    }

    /** Returns the shape of what fits a schema; whether the schema itself is right, the door finds out. */
    static Shape of(String schema) {
        try {
            JsonNode root = new ObjectMapper().readTree(schema);
            return new SchemaShape(root).shape(root, 0);
        } catch (JsonProcessingException e) {
            return Shape.unknown();
        }
    }

    private Shape shape(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            return Shape.unknown();
        }
        String reference = schema.path("$ref").asText("");
        if (reference.startsWith("#/")) {
            return shape(root.at(reference.substring(1)), depth + 1);
        }
        return switch (type(schema)) {
            case "string" -> new Shape.Typed(DataTypes.StringType);
            case "integer" -> new Shape.Typed(DataTypes.LongType);
            case "number" -> new Shape.Typed(DataTypes.DoubleType);
            case "boolean" -> new Shape.Typed(DataTypes.BooleanType);
            case "array" ->
                new Shape.Typed(DataTypes.createArrayType(
                        shape(schema.path("items"), depth + 1).type()));
            case "object" -> object(schema, depth);
            default -> schema.has("properties") ? object(schema, depth) : Shape.unknown();
        };
    }

    /** Returns the one type that is not null, if there is one. */
    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        String found = type.asText("");
        for (JsonNode one : type) {
            if (!one.asText().equals("null")) {
                found = found.isEmpty() ? one.asText() : "several";
            }
        }
        return found;
    }

    private Shape object(JsonNode schema, int depth) {
        Map<String, Shape> children = new LinkedHashMap<>();
        schema.path("properties")
                .properties()
                .forEach(property -> children.put(property.getKey(), shape(property.getValue(), depth + 1)));
        JsonNode others = schema.path("additionalProperties");
        boolean closed = others.isBoolean() && !others.booleanValue() && !schema.has("patternProperties");
        return new Shape.Fields(children, closed);
    }
}
