package io.roundabout.cli;

import io.roundabout.connector.Column;
import io.roundabout.connector.FieldType;
import io.roundabout.connector.Format;
import io.roundabout.connector.Target;
import io.roundabout.connector.TargetOptions;
import io.roundabout.connector.Targets;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code collect} that say where messages are put, and how. */
final class TargetArguments {
    @Option(
            names = "--to",
            paramLabel = "TARGET",
            description = "Put them there instead of printing them: a folder, or how files in it are called, such as"
                    + " out/orders.jsonl, .csv or .parquet; here or as hdfs://HOST:PORT/PATH; or"
                    + " hbase://QUORUM[:PORT]/TABLE?family=F.")
    private @Nullable String target;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "What files hold: lines, csv or parquet; by default what their name ends in.")
    private @Nullable Format format;

    @Option(
            names = "--columns",
            paramLabel = "COLUMN[=PLACE]",
            split = ",",
            description =
                    "Columns of rows, and where in a message their values stand: a field, or a JSON pointer. Such as"
                            + " customer,amount=/orders/amount. By default the fields of the first message.")
    private List<String> columns = List.of();

    @Option(
            names = "--types",
            paramLabel = "COLUMN=TYPE",
            split = ",",
            description = "Types of Parquet columns: string, number, integer or boolean; by default those of the first"
                    + " message.")
    private Map<String, FieldType> types = new LinkedHashMap<>();

    @Option(
            names = "--roll-messages",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Most messages in a file, and between two commits of a table; 50000 by default.")
    private long rollMessages;

    @Option(
            names = "--roll-size",
            paramLabel = "SIZE",
            defaultValue = "16MiB",
            converter = SizeConverter.class,
            description = "The same in bytes of the messages; 16MiB by default.")
    private long rollBytes;

    @Option(
            names = "--roll-every",
            paramLabel = "DURATION",
            defaultValue = "1m",
            converter = DurationConverter.class,
            description = "With --follow: the longest that a message waits for its file to be whole; 1m by default.")
    private Duration rollEvery = Duration.ofMinutes(1);

    /** Returns whether messages go to a target. */
    boolean isGiven() {
        return target != null;
    }

    /** Returns whether options are given that only a target has a use for. */
    boolean areOthersGiven() {
        return format != null || !columns.isEmpty() || !types.isEmpty();
    }

    Roll roll() {
        return new Roll(rollMessages, rollBytes, rollEvery);
    }

    /**
     * Returns the target.
     *
     * @throws CommandFailedException if it is none
     * @throws IllegalArgumentException if a column is none
     */
    Target target(String stem, boolean meta, Map<String, String> environment) {
        TargetOptions options = new TargetOptions(
                Optional.ofNullable(format), columns.stream().map(Column::parse).toList(), types, meta, environment);
        try {
            return Targets.of(target == null ? "" : target, stem, options);
        } catch (IOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
