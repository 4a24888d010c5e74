package io.roundabout.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code roundabout serve}. The options' types serve help and usage; the hub reads their texts as it reads all settings. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Run the hub until it is told to stop.",
        footer = {
            "",
            "It prints one line starting with 'roundabout ready' once every door is open. SIGTERM commits what was"
                    + " received, then stops.",
            "",
            "An option wins over its ROUNDABOUT_… variable, and that over the file of settings.",
            "",
            "Exit codes:",
            "  1        it could not start",
            "  2        usage",
            "  3        out of memory: it stopped at once; give it more heap",
            "  70       it failed and stopped at once; start it again",
            "  130 143  it was stopped by Ctrl-C or SIGTERM",
            "Nothing acknowledged is lost by any of them.",
            "",
            "Examples:",
            "  roundabout serve",
            "  roundabout serve -f pipeline.yaml --state /var/lib/roundabout",
            "  roundabout serve --config roundabout.yaml",
            "  ROUNDABOUT_ENTRANCE=:7171 roundabout serve -f pipelines/"
        })
@SuppressWarnings("unused") // the options are read by name
final class ServeCommand implements Callable<Integer> {
    private static final String ALLOW_STRANDED = "--allow-stranded";

    private final HubLauncher hub;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Doors doors = new Doors();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|DIR",
            description = "Pipeline file, or a folder of them.")
    private @Nullable String pipeline;

    @Option(
            names = ALLOW_STRANDED,
            description =
                    "Start though the pipeline file has no use any more for messages that are held: what joins hold"
                            + " becomes dead letters, and what waits can be collected until nothing is left.")
    private boolean allowStranded;

    @Option(
            names = "--state",
            paramLabel = "DIR|URL",
            description = "Where everything held is kept: a folder here (default roundabout-state), or"
                    + " hdfs://HOST:PORT/PATH.")
    private @Nullable String state;

    @Option(
            names = "--jars",
            paramLabel = "FILE[,FILE…]",
            description = "Jars with the classes that the pipeline names.")
    private @Nullable String jars;

    @Option(names = "--master", paramLabel = "URL", description = "Spark's master (default local[*]).")
    private @Nullable String master;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "File of settings, YAML or .properties (default conf/roundabout.yaml); docs/settings.md lists them.")
    private @Nullable String config;

    @Option(
            names = "--durability",
            paramLabel = "power|process",
            description = "What acknowledged messages survive: loss of power (default), or the death of the process.")
    private @Nullable Durability durability;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "State partitions when a state folder is created (default min(8, cores)).")
    private @Nullable String partitions;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            description = "Log lines for people (default), or JSON lines for programs.")
    private @Nullable LogFormat logFormat;

    ServeCommand(HubLauncher hub) {
        this.hub = hub;
    }

    @Override
    public Integer call() {
        return hub.run(spec == null ? Map.of() : given(spec));
    }

    private static Map<String, String> given(CommandSpec spec) {
        Map<String, String> given = new TreeMap<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (option.arity().max() == 1) {
                given.put(
                        option.longestName().substring("--".length()),
                        option.originalStringValues().get(0));
            } else if (option.longestName().equals(ALLOW_STRANDED)) {
                given.put(ALLOW_STRANDED.substring("--".length()), "true");
            }
        }
        return given;
    }
}
