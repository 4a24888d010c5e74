package io.roundabout.connector;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How messages are to be written.
 *
 * @param format what files hold; empty: what the end of the target's name says
 * @param columns what becomes of a message in rows; none: the fields of the first message
 * @param types types of Parquet columns, by their names; those not named are as the first message has them
 * @param meta whether bodies are wrapped with key, message-id and properties; columns are of the whole then
 * @param environment environment variables, of which {@code HADOOP_CONF_DIR} and {@code HBASE_CONF_DIR} are looked at
 */
public record TargetOptions(
        Optional<Format> format,
        List<Column> columns,
        Map<String, FieldType> types,
        boolean meta,
        Map<String, String> environment) {
    /** How messages are written when nothing is said. */
    public static final TargetOptions DEFAULT =
            new TargetOptions(Optional.empty(), List.of(), Map.of(), false, Map.of());

    public TargetOptions {
        Objects.requireNonNull(format, "format is null");
        columns = List.copyOf(columns);
        types = Map.copyOf(types);
        environment = Map.copyOf(environment);
    }

    /** Returns the same for files of one format, whatever their names say. */
    public TargetOptions withFormat(Format files) {
        return new TargetOptions(Optional.of(files), columns, types, meta, environment);
    }

    /** Returns the same with these columns. */
    public TargetOptions withColumns(List<Column> chosen) {
        return new TargetOptions(format, chosen, types, meta, environment);
    }

    /** Returns the same with types of columns. */
    public TargetOptions withTypes(Map<String, FieldType> ofColumns) {
        return new TargetOptions(format, columns, ofColumns, meta, environment);
    }

    /** Returns the same with bodies wrapped, or not. */
    public TargetOptions withMeta(boolean wrapped) {
        return new TargetOptions(format, columns, types, wrapped, environment);
    }
}
