package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonFactory;
import io.roundabout.join.GroupView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a group. An input without a message leaves its columns null. Thread-safe. */
final class GroupReader {
    private record Single(int input, MessageReader reader) {}

    private record Many(int input, ListReader reader) {}

    private final List<Single> singles = new ArrayList<>();
    private final List<Many> lists = new ArrayList<>();

    GroupReader(JsonFactory json, Scope scope, List<Column> columns) {
        for (int input = 0; input < scope.sources().size(); input++) {
            MessageReader single = new MessageReader(json);
            boolean isUsed = false;
            for (int ordinal = 0; ordinal < columns.size(); ordinal++) {
                Column column = columns.get(ordinal);
                if (column.source() != input) {
                    continue;
                }
                if (scope.sources().get(input).isList()) {
                    lists.add(new Many(input, ListReader.of(json, column, ordinal)));
                } else {
                    single.add(column, ordinal);
                    isUsed = true;
                }
            }
            if (isUsed) {
                singles.add(new Single(input, single));
            }
        }
    }

    /** Reads the columns of {@code group} into a row of nulls. */
    void read(GroupView group, @Nullable Object[] row) {
        for (Single single : singles) {
            if (group.count(single.input()) > 0) {
                single.reader().read(group.format(single.input(), 0), group.body(single.input(), 0), row);
            }
        }
        for (Many list : lists) {
            if (group.count(list.input()) > 0) {
                list.reader().read(group, list.input(), row);
            }
        }
    }
}
