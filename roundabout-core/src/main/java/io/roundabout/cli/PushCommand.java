package io.roundabout.cli;

import io.roundabout.connector.Source;
import io.roundabout.vehicle.Batch;
import io.roundabout.vehicle.Vehicle;
import io.roundabout.vehicle.VehicleBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roundabout push}. */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        description = {
            "Push the records of files and tables, one message each, to a stream.",
            "It waits until they are committed. An interrupted push of a file is resumed by running it again; a file that"
                    + " was pushed already is not pushed twice."
        },
        footer = {
            "",
            "A line is a message as it is; an object of a .json file too. Of a .csv or .parquet file, and of a table, each"
                    + " row becomes a JSON object. Files may be .gz.",
            "",
            "Refused messages are listed with their line and the reason; the exit code is 1 then. Those of an earlier run of"
                    + " the same push are listed again, as far as the hub remembers: the last 1,000.",
            "",
            "With --batch each source becomes visible as a whole or not at all: what is refused, or cannot be read, leaves nothing"
                    + " of it. It may have at most 100,000 messages and 16 MiB.",
            "",
            "Examples:",
            "  roundabout push orders orders.jsonl",
            "  roundabout push orders 'daily/*.csv.gz' --types amount=number --parallel 4",
            "  roundabout push orders 'hdfs://namenode:8020/orders/*.parquet'",
            "  roundabout push customers 'hbase://zookeeper/customers?columns=f:name,f:city'",
            "  mysql -e '…' | to-json | roundabout push customers",
            "  roundabout push orders orders.jsonl --again   push it once more"
        })
final class PushCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STREAM", description = "Name of the stream.")
    private String stream = "";

    @Parameters(
            index = "1..*",
            paramLabel = "SOURCE",
            description = "Files, patterns in quotes, hdfs://HOST:PORT/PATH, hbase://QUORUM[:PORT]/TABLE,"
                    + " or - for standard input (default).")
    private List<String> sources = List.of();

    @Option(names = "--again", description = "Push files once more that were pushed already.")
    private boolean again;

    @Option(names = "--batch", description = "Push each source as one batch: all of it or nothing.")
    private boolean batch;

    @Mixin
    private PushOptions options = new PushOptions();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "Push N sources at a time; one by default.")
    private int parallel = 1;

    @Option(names = "--json", description = "Print one JSON line of figures.")
    private boolean json;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "push", description = "Name of this vehicle.")
    private String name = "push";

    PushCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        checkOptions();
        long start = System.nanoTime();
        PushFigures figures = new PushFigures();
        List<Source> found = PushSources.of(sources, options.of(terminal.environment()), terminal);
        try (PushProgress progress = new PushProgress(terminal, found)) {
            AtATime.of(parallel).run(found, source -> push(source, figures, progress));
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        if (json) {
            terminal.out().println(figures.json(stream, found.size(), taken));
        } else {
            terminal.err().println(figures.words(stream, taken));
        }
        return figures.isComplete() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    /** A source that cannot be read keeps no other from being pushed; a hub that cannot be reached does. */
    private void push(Source source, PushFigures figures, PushProgress progress) {
        try {
            // A session has batches of this source or its messages one by one, so that its last number tells what is
            // there.
            String way = batch ? "\nbatch" : "";
            Optional<String> session = source.identity().map(identity -> session(stream, identity + way));
            // An id would make the hub take it for what it knows.
            Source pushed = again ? new WithoutIds(source) : source;
            try (Vehicle vehicle = vehicle(session.orElseGet(() -> "push-" + UUID.randomUUID()))) {
                boolean isNew = batch
                        ? new BatchRun(terminal, stream, pushed, figures, progress).push(vehicle)
                        : new PushRun(terminal, stream, pushed, figures, progress).push(vehicle);
                if (!isNew) {
                    terminal.err().println(source.name() + ": already pushed (--again pushes it once more)");
                }
            }
        } catch (IOException e) {
            figures.failedSources.incrementAndGet();
            terminal.err().println("roundabout: " + e.getMessage());
        }
    }

    private Vehicle vehicle(String session) {
        VehicleBuilder vehicle = Vehicle.to(doors.entrance.host())
                .entrancePort(doors.entrance.port())
                .name(name)
                .session(again ? session + "-" + UUID.randomUUID() : session);
        return batch ? vehicle.bufferMessages(Batch.MOST_MESSAGES).build() : vehicle.build();
    }

    /** The same source to the same stream has the same session, and resumes. */
    private static String session(String stream, String identity) {
        try {
            byte[] text = (stream + "\n" + identity).getBytes(StandardCharsets.UTF_8);
            return "push-"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void checkOptions() {
        if (spec != null && parallel < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--parallel " + parallel + " is too small; it must be at least 1");
        }
        if (sources.isEmpty() && Files.isRegularFile(Path.of(stream))) {
            throw new CommandFailedException(
                    "'" + stream + "' is a file; say the stream first: roundabout push STREAM " + stream, null);
        }
    }
}
