package io.roundabout.expression;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.pipeline.StreamRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;

/** What a stream declares of its messages: by its fields, and for the rest by its schema. Pure functions. */
final class StreamShape {
    private StreamShape() {}

    /**
     * Returns the shape of the messages of a stream.
     *
     * @throws ExpressionException if a type cannot be understood
     */
    static Shape of(StreamRule rule, Catalyst catalyst) {
        if (rule.format() == StreamFormat.TEXT) {
            return only(new Shape.Typed(DataTypes.StringType));
        }
        if (rule.format() == StreamFormat.BYTES) {
            return only(new Shape.Typed(DataTypes.BinaryType));
        }
        Shape shape = rule.intake().body().schema().map(SchemaShape::of).orElse(Shape.unknown());
        for (Map.Entry<String, String> field : rule.intake().body().fields().entrySet()) {
            shape = with(shape, List.of(field.getKey().split("\\.", -1)), type(rule, field, catalyst));
        }
        return shape;
    }

    private static Shape only(Shape value) {
        return new Shape.Fields(Map.of(MessageStruct.VALUE, value), true);
    }

    private static Shape type(StreamRule rule, Map.Entry<String, String> field, Catalyst catalyst) {
        return type(field.getValue(), catalyst, "field '" + field.getKey() + "' of stream '" + rule.name() + "' has");
    }

    /**
     * Returns the shape that a type says.
     *
     * @param who has it, for the message
     * @throws ExpressionException if it is none that JSON can be read as
     */
    static Shape type(String type, Catalyst catalyst, String who) {
        return Catalyst.attempt(
                () -> {
                    Shape shape = Shape.of(catalyst.parseType(type));
                    JsonValue.of(shape.type());
                    return shape;
                },
                failure ->
                        new ExpressionException(who + " the type '" + type + "', which is none; write one of Spark SQL,"
                                + " such as double, decimal(18,2), timestamp, array<string> or struct<city: string>"));
    }

    /** Returns {@code parent} with a declared field. It says more than a schema can: JSON Schema has no decimals. */
    private static Shape with(Shape parent, List<String> path, Shape declared) {
        if (!(parent instanceof Shape.Fields fields) || path.isEmpty()) {
            return parent;
        }
        String name = path.get(0);
        Shape before = fields.children().getOrDefault(name, Shape.unknown());
        List<String> rest = path.subList(1, path.size());
        Map<String, Shape> children = new LinkedHashMap<>(fields.children());
        children.put(name, rest.isEmpty() ? declared : with(before, rest, declared));
        return new Shape.Fields(children, fields.closed());
    }
}
