package io.roundabout.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The type of the elements of an {@code all} input: what is declared, and the fields that an expression names besides. */
final class ListType {
    private final Scope scope;
    private final int source;
    private final Guesses guesses;

    /** @param source index of the input */
    ListType(Scope scope, int source, Guesses guesses) {
        this.scope = scope;
        this.source = source;
        this.guesses = guesses;
    }

    /**
     * Returns the type of an element.
     *
     * @param shape what is declared of it
     * @param named paths that an expression takes out of elements; what a closed object does not have is left out
     */
    StructType of(Shape shape, Collection<List<String>> named) {
        return struct(shape, named, List.of());
    }

    private StructType struct(Shape shape, Collection<List<String>> named, List<String> parent) {
        Map<String, List<List<String>>> byName = new LinkedHashMap<>();
        boolean closed = false;
        Map<String, Shape> declared = Map.of();
        if (shape instanceof Shape.Fields fields) {
            declared = fields.children();
            closed = fields.closed();
            declared.keySet().forEach(name -> byName.put(name, new ArrayList<>()));
        }
        for (List<String> path : named) {
            if (closed && !byName.containsKey(path.get(0))) {
                continue;
            }
            List<List<String>> inside = byName.computeIfAbsent(path.get(0), name -> new ArrayList<>());
            if (path.size() > 1) {
                inside.add(path.subList(1, path.size()));
            }
        }
        List<StructField> fields = new ArrayList<>();
        for (Map.Entry<String, List<List<String>>> field : byName.entrySet()) {
            List<String> path = new ArrayList<>(parent);
            path.add(field.getKey());
            fields.add(field(path, declared.get(field.getKey()), field.getValue()));
        }
        return DataTypes.createStructType(fields);
    }

    private StructField field(List<String> path, @Nullable Shape declared, List<List<String>> inside) {
        String name = path.get(path.size() - 1);
        if (declared instanceof Shape.Typed typed) {
            return new StructField(name, typed.type(), true, Metadata.empty());
        }
        if (!inside.isEmpty() || (declared != null && !declared.equals(Shape.unknown()))) {
            DataType type = struct(declared == null ? Shape.unknown() : declared, inside, path);
            return new StructField(name, type, true, Metadata.empty());
        }
        String text = scope.text(source, path);
        return new StructField(name, guesses.type(text), true, Guesses.metadata(text, text));
    }
}
