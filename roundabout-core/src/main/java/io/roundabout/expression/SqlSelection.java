package io.roundabout.expression;

import io.roundabout.join.GroupView;
import io.roundabout.join.Selection;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** A select list over groups: one JSON object, its fields in the order of the list. Thread-safe. */
final class SqlSelection implements Selection {
    /**
     * A column of the result.
     *
     * @param label its name, as it stands in the object
     * @param ordinal its place: among what is read if it is passed on, else among what is computed
     * @param type of what is computed
     * @param writer writes what is computed; null if it is passed on
     */
    private record Item(
            byte[] label,
            int ordinal,
            @Nullable DataType type,
            @Nullable ValueWriter writer) {}

    private final GroupReader reader;
    private final Evaluations evaluations;
    private final List<Item> items = new ArrayList<>();

    /** @throws ExpressionException if JSON has nothing like what is computed */
    SqlSelection(GroupReader reader, ResolvedList list, Evaluations evaluations) {
        this.reader = reader;
        this.evaluations = evaluations;
        int computed = 0;
        for (ResolvedList.Item item : list.items()) {
            byte[] label = JsonBuffer.label(item.name(), items.isEmpty());
            if (item.plain() != null) {
                items.add(new Item(label, list.ordinal(item.plain()), null, null));
            } else {
                DataType type = ((Expression) list.resolved().computed().get(computed)).dataType();
                items.add(new Item(label, computed++, type, ValueWriter.of(type)));
            }
        }
    }

    @Override
    public byte[] body(GroupView group) {
        Evaluation evaluation = evaluations.take();
        @Nullable Object[] values = evaluation.clear();
        reader.read(group, values);
        InternalRow computed = evaluation.compute();
        JsonBuffer json = evaluation.json();
        json.add('{');
        for (Item item : items) {
            json.add(item.label());
            if (item.writer() == null || item.type() == null) {
                json.add(values[item.ordinal()] instanceof JsonPart part ? part : JsonPart.NULL);
            } else {
                Object value = computed.isNullAt(item.ordinal()) ? null : computed.get(item.ordinal(), item.type());
                item.writer().writeOrNull(value, json);
            }
        }
        json.add('}');
        byte[] body = json.toBytes();
        evaluations.give(evaluation);
        return body;
    }
}
