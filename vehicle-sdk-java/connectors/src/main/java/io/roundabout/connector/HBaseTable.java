package io.roundabout.connector;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table, and what is said of it: {@code hbase://QUORUM[:PORT]/TABLE[?OPTION=VALUE&…]}.
 *
 * @param text as it was written
 * @param quorum hosts of ZooKeeper, at least one
 * @param port port of ZooKeeper
 * @param name with its namespace if it has one
 * @param options their values by name
 */
record HBaseTable(String text, List<String> quorum, int port, String name, Map<String, String> options) {
    static final String SCHEME = "hbase://";

    private static final Pattern FORM =
            Pattern.compile("hbase://([^/?:,]+(?:,[^/?:,]+)*)(?::([0-9]{1,5}))?/([^/?]+)(?:\\?(.*))?");
    private static final int ZOOKEEPER = 2181;

    HBaseTable {
        quorum = List.copyOf(quorum);
        options = Map.copyOf(options);
    }

    /** Reads it, with those options that are known. */
    static HBaseTable parse(String text, List<String> known) throws SourceException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw wrong(text, "the form is hbase://QUORUM[:PORT]/TABLE[?" + String.join("=…&", known) + "=…]");
        }
        return new HBaseTable(
                text,
                List.of(form.group(1).split(",", -1)),
                form.group(2) == null ? ZOOKEEPER : Integer.parseInt(form.group(2)),
                form.group(3),
                options(text, Optional.ofNullable(form.group(4)).orElse(""), known));
    }

    /** Returns an option's value; empty if it is not given. */
    String option(String option) {
        return options.getOrDefault(option, "");
    }

    static SourceException wrong(String text, String what) {
        return new SourceException("'" + text + "': " + what, null);
    }

    private static Map<String, String> options(String text, String query, List<String> known) throws SourceException {
        Map<String, String> options = new HashMap<>();
        for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String name = option.replaceFirst("=.*", "");
            if (!known.contains(name) || !option.contains("=")) {
                throw wrong(text, "'" + option + "' is not known; there are " + String.join("=, ", known) + "=");
            }
            options.put(name, URLDecoder.decode(option.substring(name.length() + 1), StandardCharsets.UTF_8));
        }
        return options;
    }
}
