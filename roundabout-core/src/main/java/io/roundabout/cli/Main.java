package io.roundabout.cli;

import io.roundabout.RoundaboutException;
import io.roundabout.connector.FieldType;
import io.roundabout.connector.Format;
import io.roundabout.vehicle.VehicleException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The commands, put together. Knows no hub: who starts it hands in how. */
public final class Main {
    private static final String START_A_HUB =
            ". Start a hub with 'roundabout serve', or say where it is: --entrance, --amqp, --http";

    private final Terminal terminal;
    private final CommandLine commands;
    private final Root root = new Root();

    /**
     * Puts the commands together.
     *
     * @param hub starts a hub, for {@code serve}
     * @param terminal what they read and write
     * @param more further commands by name: picocli commands, such as the hub's {@code demo}
     */
    public Main(HubLauncher hub, Terminal terminal, Map<String, Object> more) {
        this.terminal = terminal;
        this.commands = new CommandLine(root);
        more.forEach(commands::addSubcommand);
        commands.addSubcommand(new ServeCommand(hub))
                .addSubcommand(new PushCommand(terminal))
                .addSubcommand(new CollectCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new PeekCommand(terminal))
                .addSubcommand(new DeadCommand(terminal))
                .addSubcommand(new RedriveCommand(terminal))
                .addSubcommand(ClockCommand.with(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new ApplyCommand(terminal))
                .addSubcommand(new TestCommand(terminal))
                .addSubcommand(new UnsubscribeCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal))
                .addSubcommand(new HelpCommand())
                .setDefaultValueProvider(new EnvironmentDefaults(terminal.environment()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.interactive() ? Ansi.AUTO : Ansi.OFF))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, arguments) -> usage(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
        registerWords();
    }

    private void registerWords() {
        WordConverter.register(commands, CompletionCommand.Shell.class);
        WordConverter.register(commands, Durability.class);
        WordConverter.register(commands, FieldType.class);
        WordConverter.register(commands, Format.class);
        WordConverter.register(commands, LogFormat.class);
    }

    /** Runs the command that {@code arguments} name, and returns the exit code of the process. */
    public int run(String... arguments) {
        return commands.execute(arguments);
    }

    private int usage(ParameterException wrong) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err().println(Meant.text(wrong));
        terminal.err().println("See '" + command + " --help'.");
        return ExitCodes.USAGE;
    }

    private int failed(Exception failure, CommandLine command) {
        if (root.debug) {
            failure.printStackTrace(terminal.err());
        } else {
            boolean unreachable = ExitCodes.of(failure) == ExitCodes.UNREACHABLE;
            String text =
                    unreachable ? mistakenDoor(command).orElseGet(() -> text(failure) + START_A_HUB) : text(failure);
            terminal.err().println("roundabout: " + text);
        }
        terminal.err().flush();
        return ExitCodes.of(failure);
    }

    private static Optional<String> mistakenDoor(CommandLine command) {
        CommandSpec doors = command.getCommandSpec().mixins().get("doors");
        return doors == null
                ? Optional.empty()
                : Door.of(command.getCommandName()).flatMap(door -> door.mistaken((Doors) doors.userObject()));
    }

    private static String text(Exception failure) {
        if (failure instanceof CommandFailedException told) {
            return told.text();
        }
        boolean isTold = failure instanceof VehicleException
                || failure instanceof RoundaboutException
                || failure instanceof IllegalArgumentException;
        String text = Optional.ofNullable(failure.getMessage()).orElse("");
        return isTold ? text : "unexpected " + failure + "; run it again with --debug and report what it prints";
    }

    /** The command {@code roundabout} itself: without another it shows its help. */
    @Command(
            name = "roundabout",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            description =
                    "Scripts leave keyed data in any order and at any time; the hub holds it, joins it by key, and hands"
                            + " out the results over AMQP 1.0 whenever somebody comes for them.",
            footer = {
                "",
                "First steps, in two terminals:",
                "  roundabout serve",
                "  echo '{\"hello\":\"world\"}' | roundabout push greetings",
                "  roundabout collect greetings",
                "",
                "Exit codes: 0 ok, 1 failed, 2 usage, 3 the hub cannot be reached.",
                "Those of serve: roundabout serve --help."
            })
    static final class Root implements Runnable {
        @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces.")
        boolean debug;

        @CommandLine.Spec
        @Nullable
        CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                spec.commandLine().usage(spec.commandLine().getOut());
            }
        }
    }
}
