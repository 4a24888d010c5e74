package io.roundabout.cli;

import io.roundabout.connector.FieldType;
import io.roundabout.connector.Format;
import io.roundabout.connector.SourceOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code push} that say how sources are read. */
final class PushOptions {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "What the sources hold: lines, json, csv or parquet; by default what their names end in.")
    private @Nullable Format format;

    @Option(
            names = "--types",
            paramLabel = "COLUMN=TYPE",
            split = ",",
            description =
                    "Types of CSV columns: number, integer, boolean or string (default). Such as amount=number,paid=boolean.")
    private Map<String, FieldType> types = new LinkedHashMap<>();

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            defaultValue = ",",
            description = "What stands between the fields of CSV files; a comma by default.")
    private char separator = ',';

    SourceOptions of(Map<String, String> environment) {
        return new SourceOptions(Optional.ofNullable(format), types, separator, environment);
    }
}
