package io.roundabout.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A select list whose every name and type is known. Immutable.
 *
 * @param items what is selected, in order
 * @param resolved what is read and computed for it; the computed columns in the order of the items
 */
record ResolvedList(List<Item> items, Resolved resolved) {
    /**
     * A column.
     *
     * @param name its name
     * @param plain the field that is passed on as it was sent, or null if it is computed
     */
    record Item(String name, Scope.@Nullable Found plain) {}

    ResolvedList {
        items = List.copyOf(items);
    }

    /** Returns the place of a field that is passed on, among the columns that are read. */
    int ordinal(Scope.Found plain) {
        for (int i = 0; i < resolved.columns().size(); i++) {
            Column column = resolved.columns().get(i);
            if (column.kind() == Column.Kind.JSON
                    && column.source() == plain.source()
                    && column.path().equals(plain.path())) {
                return i;
            }
        }
        throw new IllegalStateException(plain + " is not read");
    }
}
