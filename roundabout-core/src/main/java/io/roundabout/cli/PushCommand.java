package io.roundabout.cli;

import io.roundabout.vehicle.Vehicle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roundabout push}. */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        description = {
            "Push lines, one message each, to a stream.",
            "It waits until they are committed. An interrupted push of a file is resumed by running it again; a file that"
                    + " was pushed already is not pushed twice."
        },
        footer = {
            "",
            "Refused messages are listed with their line and the reason; the exit code is 1 then. Those of an earlier run of"
                    + " the same push are listed again, as far as the hub remembers: the last 1,000.",
            "",
            "Examples:",
            "  roundabout push orders orders.jsonl",
            "  roundabout push orders 'daily/*.jsonl'",
            "  mysql -e '…' | to-json | roundabout push customers",
            "  roundabout push orders orders.jsonl --again   push it once more"
        })
final class PushCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Parameters(index = "0", paramLabel = "STREAM", description = "Name of the stream.")
    private String stream = "";

    @Parameters(
            index = "1..*",
            paramLabel = "SOURCE",
            description = "Files, patterns in quotes, or - for standard input (default).")
    private List<String> sources = List.of();

    @Option(names = "--again", description = "Push files once more that were pushed already.")
    private boolean again;

    @Option(names = "--json", description = "Print one JSON line of figures.")
    private boolean json;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "push", description = "Name of this vehicle.")
    private String name = "push";

    PushCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        PushFigures figures = new PushFigures();
        if (sources.isEmpty() && Files.isRegularFile(Path.of(stream))) {
            throw new CommandFailedException(
                    "'" + stream + "' is a file; say the stream first: roundabout push STREAM " + stream, null);
        }
        List<PushSource> found = PushSources.of(sources);
        for (PushSource source : found) {
            push(source, figures);
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        if (json) {
            terminal.out().println(figures.json(stream, found.size(), taken));
        } else {
            terminal.err().println(figures.words(stream, taken));
        }
        return figures.hasRefusals() ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private void push(PushSource source, PushFigures figures) {
        String session = source.session(stream) + (again ? "-" + UUID.randomUUID() : "");
        try (Vehicle vehicle = Vehicle.to(doors.entrance.host())
                .entrancePort(doors.entrance.port())
                .name(name)
                .session(session)
                .build()) {
            if (!new PushRun(terminal, stream, source, figures).push(vehicle)) {
                terminal.err().println(source.name() + ": already pushed (--again pushes it once more)");
            }
        }
    }
}
