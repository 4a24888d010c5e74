package io.roundabout.expression;

import io.roundabout.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What is declared of a value in a message. Immutable. */
sealed interface Shape {
    /** Returns the shape of which nothing is declared. */
    static Shape unknown() {
        return new Fields(Map.of(), false);
    }

    /** A value of a declared type that is no object. */
    record Typed(DataType type) implements Shape {}

    /**
     * An object.
     *
     * @param children declared fields, in the order declared
     * @param closed whether it has no others
     */
    record Fields(Map<String, Shape> children, boolean closed) implements Shape {}

    /**
     * What a path leads to.
     *
     * @param shape what is declared there; empty if nothing is
     * @param steps how much of the path was walked: the rest is inside a value that is no object
     */
    record Place(Optional<Shape> shape, int steps) {}

    /** Returns the shape of a type that was declared. */
    static Shape of(DataType type) {
        if (!(type instanceof StructType struct)) {
            return new Typed(type);
        }
        Map<String, Shape> children = new LinkedHashMap<>();
        for (StructField field : struct.fields()) {
            children.put(field.name(), of(field.dataType()));
        }
        return new Fields(children, true);
    }

    /** Returns the type of values of this shape: of an object, with its declared fields alone; text if nothing is declared. */
    default DataType type() {
        if (this instanceof Typed typed) {
            return typed.type();
        }
        if (equals(unknown())) {
            return DataTypes.StringType;
        }
        return DataTypes.createStructType(((Fields) this)
                .children().entrySet().stream()
                        .map(child -> DataTypes.createStructField(
                                child.getKey(), child.getValue().type(), true))
                        .toList());
    }

    /**
     * Walks a path.
     *
     * @param owner what the shape is of, for messages
     * @throws ExpressionException if the path leads out of a closed object
     */
    default Place walk(String owner, List<String> path) {
        Shape at = this;
        for (int i = 0; i < path.size(); i++) {
            if (!(at instanceof Fields fields)) {
                return new Place(Optional.of(at), i);
            }
            Shape child = fields.children().get(path.get(i));
            if (child == null && fields.closed()) {
                throw unknown(owner, path.subList(0, i + 1), fields);
            }
            if (child == null) {
                return new Place(Optional.empty(), path.size());
            }
            at = child;
        }
        return new Place(at.equals(unknown()) ? Optional.empty() : Optional.of(at), path.size());
    }

    private static ExpressionException unknown(String owner, List<String> path, Fields fields) {
        String parent = Stream.concat(Stream.of(owner), path.stream().limit(path.size() - 1L))
                .collect(Collectors.joining("."));
        String name = path.get(path.size() - 1);
        String right = Words.nearest(name, fields.children().keySet())
                .map(near -> "did you mean '" + near + "'?")
                .orElse("it has " + String.join(", ", fields.children().keySet()));
        return new ExpressionException("'" + parent + "' has no field '" + name + "'; " + right);
    }
}
