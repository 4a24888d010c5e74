package io.roundabout.connector;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How a file holds its records. */
public enum Format {
    /** One message per line, byte for byte; empty lines are passed over. */
    LINES,
    /** An array of objects, or objects one after the other; each object is a message, byte for byte. */
    JSON,
    /** Rows under a header; each row becomes an object. */
    CSV,
    /** Parquet; each row becomes an object. */
    PARQUET;

    static final String GZIP_END = ".gz";

    private static final Map<String, Format> BY_END = Map.of("json", JSON, "csv", CSV, "parquet", PARQUET);
    private static final Set<String> UNKNOWN =
            Set.of("avro", "orc", "zip", "bz2", "xz", "zst", "lz4", "snappy", "tar", "tgz", "xls", "xlsx");

    /**
     * Returns the format that the end of a file's name tells; a name that tells nothing is {@link #LINES}.
     *
     * @throws SourceException if the name tells of a format that cannot be read
     */
    static Format of(String name) throws SourceException {
        String plain = plain(name);
        String file = plain.substring(plain.lastIndexOf('/') + 1);
        String end = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (file.contains(".") && UNKNOWN.contains(end)) {
            throw new SourceException(
                    "'" + name + "': ." + end + " files cannot be pushed; make it .jsonl, .json, .csv or .parquet,"
                            + " plain or .gz, or say what it is with --format",
                    null);
        }
        return file.contains(".") ? BY_END.getOrDefault(end, LINES) : LINES;
    }

    /** Returns the end of a file's name of this format. */
    String end() {
        return switch (this) {
            case LINES -> ".jsonl";
            case JSON -> ".json";
            case CSV -> ".csv";
            case PARQUET -> ".parquet";
        };
    }

    static boolean isGzip(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(GZIP_END);
    }

    private static String plain(String name) {
        return isGzip(name) ? name.substring(0, name.length() - GZIP_END.length()) : name;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
