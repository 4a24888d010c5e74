package io.roundabout.connector;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rows of which table: {@code hbase://QUORUM[:PORT]/TABLE[?columns=f:q,…&start=…&stop=…&binary=base64]}.
 *
 * @param text as it was written
 * @param quorum hosts of ZooKeeper, at least one
 * @param port port of ZooKeeper
 * @param table name, with its namespace if it has one
 * @param columns families, or columns as {@code family:qualifier}; none: all
 * @param range which rows, and how bytes are written
 */
record HBaseAddress(String text, List<String> quorum, int port, String table, List<String> columns, Range range) {
    private static final Pattern FORM =
            Pattern.compile("hbase://([^/?:,]+(?:,[^/?:,]+)*)(?::([0-9]{1,5}))?/([^/?]+)(?:\\?(.*))?");
    private static final List<String> OPTIONS = List.of("columns", "start", "stop", "binary");
    private static final int ZOOKEEPER = 2181;

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
        quorum = List.copyOf(quorum);
        columns = List.copyOf(columns);
    }

    static HBaseAddress parse(String text) throws SourceException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw wrong(text, "the form is hbase://QUORUM[:PORT]/TABLE[?columns=f:q,…&start=…&stop=…]");
        }
        Map<String, String> options =
                options(text, Optional.ofNullable(form.group(4)).orElse(""));
        String binary = options.getOrDefault("binary", "");
        if (!binary.isEmpty() && !binary.equals("base64")) {
            throw wrong(text, "binary=" + binary + " is not known; the only one is binary=base64");
        }
        return new HBaseAddress(
                text,
                List.of(form.group(1).split(",", -1)),
                form.group(2) == null ? ZOOKEEPER : Integer.parseInt(form.group(2)),
                form.group(3),
                columns(options.getOrDefault("columns", "")),
                new Range(
                        options.getOrDefault("start", ""),
                        options.getOrDefault("stop", ""),
                        binary.isEmpty() ? Bytes.TEXT : Bytes.BASE64));
    }

    private static List<String> columns(String list) {
        List<String> columns = new ArrayList<>(List.of(list.split(",", -1)));
        columns.removeIf(String::isEmpty);
        return columns;
    }

    private static Map<String, String> options(String text, String query) throws SourceException {
        Map<String, String> options = new HashMap<>();
        for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String name = option.replaceFirst("=.*", "");
            if (!OPTIONS.contains(name) || !option.contains("=")) {
                throw wrong(text, "'" + option + "' is not known; there are " + String.join("=, ", OPTIONS) + "=");
            }
            options.put(name, URLDecoder.decode(option.substring(name.length() + 1), StandardCharsets.UTF_8));
        }
        return options;
    }

    private static SourceException wrong(String text, String what) {
        return new SourceException("'" + text + "': " + what, null);
    }
}
