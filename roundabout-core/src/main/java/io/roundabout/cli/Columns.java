package io.roundabout.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table for people: numbers to the right, columns as wide as what stands in them. Confined to one thread. */
final class Columns {
    private final List<String> headers;
    private final List<List<String>> rows = new ArrayList<>();

    Columns(String... headers) {
        this.headers = List.of(headers);
    }

    /** Adds a row with a value for each column. */
    Columns row(Object... values) {
        List<String> row = new ArrayList<>();
        for (Object value : values) {
            row.add(String.valueOf(value));
        }
        if (row.size() != headers.size()) {
            throw new IllegalArgumentException(row.size() + " values in " + headers.size() + " columns");
        }
        rows.add(row);
        return this;
    }

    /** Prints the table; of the columns from {@code always} on those in which anything but 0 stands. Prints nothing without rows. */
    void print(PrintStream out, int always) {
        if (rows.isEmpty()) {
            return;
        }
        List<Integer> shown = IntStream.range(0, headers.size())
                .filter(column -> column < always
                        || rows.stream().anyMatch(row -> !row.get(column).equals("0")))
                .boxed()
                .toList();
        line(out, headers, shown);
        rows.forEach(row -> line(out, row, shown));
    }

    private void line(PrintStream out, List<String> values, List<Integer> shown) {
        StringBuilder line = new StringBuilder();
        for (int column : shown) {
            String value = values.get(column);
            String space = " ".repeat(width(column) - value.length());
            line.append(isNumber(column) ? space + value : value + space).append("  ");
        }
        out.println(line.toString().stripTrailing());
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).length())
                .reduce(headers.get(column).length(), Math::max);
    }

    private boolean isNumber(int column) {
        return rows.stream().allMatch(row -> row.get(column).matches("[0-9]+"));
    }
}
