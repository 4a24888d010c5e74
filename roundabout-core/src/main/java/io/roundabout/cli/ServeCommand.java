package io.roundabout.cli;

import io.roundabout.cli.ServeOptions.Durability;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code roundabout serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Run the hub until it is told to stop.",
        footer = {
            "",
            "It prints one line starting with 'roundabout ready' once every door is open. SIGTERM commits what",
            "was received, then stops.",
            "",
            "Examples:",
            "  roundabout serve",
            "  roundabout serve -f pipeline.yaml --state /var/lib/roundabout",
            "  ROUNDABOUT_ENTRANCE=:7171 roundabout serve -f pipelines/"
        })
final class ServeCommand implements Callable<Integer> {
    private final HubLauncher hub;

    @Mixin
    private Doors doors = new Doors();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|DIR",
            description = "Pipeline file, or a folder of them.")
    private @Nullable Path pipeline;

    @Option(
            names = "--state",
            paramLabel = "DIR|URL",
            defaultValue = "roundabout-state",
            description = "Where everything held is kept (default ./${DEFAULT-VALUE}).")
    private String state = "roundabout-state";

    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = "local[*]",
            description = "Spark's master (default ${DEFAULT-VALUE}).")
    private String master = "local[*]";

    @Option(names = "--config", paramLabel = "FILE", description = "File of settings.")
    private @Nullable Path config;

    @Option(
            names = "--durability",
            paramLabel = "power|process",
            defaultValue = "power",
            description = "What acknowledged messages survive: loss of power (default), or the death of the process.")
    private Durability durability = Durability.POWER;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "State partitions when a state folder is created (default min(8, cores)).")
    private @Nullable Integer partitions;

    ServeCommand(HubLauncher hub) {
        this.hub = hub;
    }

    @Override
    public Integer call() {
        return hub.run(new ServeOptions(
                Optional.ofNullable(pipeline),
                state,
                doors.entrance,
                doors.amqp,
                doors.http,
                master,
                Optional.ofNullable(config),
                durability,
                partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions)));
    }
}
