package io.roundabout.expression;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayStructFields;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * Types of fields that nothing declares: text, until an expression turns out to need a number. Each place where such a field
 * is used has a mark of its own, which Spark carries along. Confined to one thread.
 */
final class Guesses {
    private static final String MARK = "mark";
    private static final String FIELD = "field";

    private final Map<String, DataType> numbers = new HashMap<>();

    DataType type(String mark) {
        return numbers.getOrDefault(mark, DataTypes.StringType);
    }

    /** Notes that these are to be numbers; returns whether that is new of any. */
    boolean needNumbers(Set<String> marks) {
        int before = numbers.size();
        marks.forEach(mark -> numbers.put(mark, DataTypes.DoubleType));
        return numbers.size() > before;
    }

    /**
     * Returns what marks a place.
     *
     * @param field the field as it is written
     */
    static Metadata metadata(String mark, String field) {
        return new MetadataBuilder()
                .putString(MARK, mark)
                .putString(FIELD, field)
                .build();
    }

    /** Returns the mark of the field that {@code expression} is, or none if it is something else, or is declared. */
    static List<String> markOf(Expression expression) {
        Metadata metadata = metadataOf(expression);
        return metadata.contains(MARK) ? List.of(metadata.getString(MARK)) : List.of();
    }

    /** Returns the guesses that resolved expressions rest on, in words, each once. */
    static List<String> in(List<? extends Expression> expressions) {
        Set<String> found = new LinkedHashSet<>();
        expressions.forEach(expression -> add(expression, found));
        return List.copyOf(found);
    }

    private static void add(Expression expression, Set<String> found) {
        Metadata metadata = metadataOf(expression);
        if (metadata.contains(MARK)) {
            DataType type = expression instanceof GetArrayStructFields fields
                    ? fields.field().dataType()
                    : expression.dataType();
            found.add(metadata.getString(FIELD) + " is taken as " + type.sql());
        }
        Catalyst.list(expression.children()).forEach(child -> add(child, found));
    }

    private static Metadata metadataOf(Expression expression) {
        if (expression instanceof AttributeReference attribute) {
            return attribute.metadata();
        }
        if (expression instanceof GetStructField field && field.child().resolved()) {
            return field.childSchema().apply(field.ordinal()).metadata();
        }
        return expression instanceof GetArrayStructFields fields
                ? fields.field().metadata()
                : Metadata.empty();
    }
}
