package io.roundabout.connector;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How sources are to be read.
 *
 * @param format what files hold; empty: what the end of their names says
 * @param types what columns of CSV files become, by their names; those not named are strings
 * @param separator what stands between the fields of a CSV file
 * @param environment environment variables, of which {@code HADOOP_CONF_DIR} and {@code HBASE_CONF_DIR} are looked at
 */
public record SourceOptions(
        Optional<Format> format, Map<String, FieldType> types, char separator, Map<String, String> environment) {
    /** What is read when nothing is said. */
    public static final SourceOptions DEFAULT = new SourceOptions(Optional.empty(), Map.of(), ',', Map.of());

    public SourceOptions {
        Objects.requireNonNull(format, "format is null");
        types = Map.copyOf(types);
        environment = Map.copyOf(environment);
    }

    /** Returns the same with types of columns. */
    public SourceOptions withTypes(Map<String, FieldType> columns) {
        return new SourceOptions(format, columns, separator, environment);
    }

    /** Returns the same for files of one format, whatever their names say. */
    public SourceOptions withFormat(Format files) {
        return new SourceOptions(Optional.of(files), types, separator, environment);
    }

    /** Returns what of this changes the records of a file: a part of its identity. */
    String identity(Format of) {
        return of == Format.CSV ? of + " " + separator + " " + new TreeMap<>(types) : of.toString();
    }
}
