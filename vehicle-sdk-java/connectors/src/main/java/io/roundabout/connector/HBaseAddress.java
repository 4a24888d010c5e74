package io.roundabout.connector;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of which table: {@code hbase://QUORUM[:PORT]/TABLE[?columns=f:q,…&start=…&stop=…&binary=base64]}.
 *
 * @param table where it is
 * @param columns families, or columns as {@code family:qualifier}; none: all
 * @param range which rows, and how bytes are written
 */
record HBaseAddress(HBaseTable table, List<String> columns, Range range) {
    private static final List<String> OPTIONS = List.of("columns", "start", "stop", "binary");

    /**
     * A range of rows.
     *
     * @param start key of the first row; empty: the first there is
     * @param stop key before which to stop; empty: none
     * @param bytes what is done with values
     */
    record Range(String start, String stop, Bytes bytes) {}

    /** What bytes become in JSON. */
    enum Bytes {
        /** Strings; a row with bytes that are no text is refused. */
        TEXT,
        /** Base64, all of them: of some bytes nobody can tell whether they are text. */
        BASE64
    }

    HBaseAddress {
        columns = List.copyOf(columns);
    }

    static HBaseAddress parse(String text) throws SourceException {
        HBaseTable table = HBaseTable.parse(text, OPTIONS);
        String binary = table.option("binary");
        if (!binary.isEmpty() && !binary.equals("base64")) {
            throw HBaseTable.wrong(text, "binary=" + binary + " is not known; the only one is binary=base64");
        }
        return new HBaseAddress(
                table,
                columns(table.option("columns")),
                new Range(table.option("start"), table.option("stop"), binary.isEmpty() ? Bytes.TEXT : Bytes.BASE64));
    }

    String text() {
        return table.text();
    }

    private static List<String> columns(String list) {
        List<String> columns = new ArrayList<>(List.of(list.split(",", -1)));
        columns.removeIf(String::isEmpty);
        return columns;
    }
}
