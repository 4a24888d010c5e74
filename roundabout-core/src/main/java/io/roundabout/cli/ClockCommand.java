package io.roundabout.cli;

import io.roundabout.api.ClockView;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code roundabout clock}: shows its help; {@code clock accept} does something. */
@Command(
        name = "clock",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Confirm the clock that expiry goes by.",
            "A hub that starts on a machine whose clock is more than seven days ahead of where the hub had been lets nothing"
                    + " expire until somebody says that the clock is right: 'status' tells."
        },
        footer = {"", "Examples:", "  roundabout clock accept"})
final class ClockCommand implements Runnable {
    @CommandLine.Spec
    private @Nullable CommandSpec spec;

    private ClockCommand() {}

    /** Returns the command with its own commands. */
    static CommandLine with(Terminal terminal) {
        return new CommandLine(new ClockCommand()).addSubcommand(new Accept(terminal));
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** {@code roundabout clock accept}. */
    @Command(
            name = "accept",
            mixinStandardHelpOptions = true,
            description = {
                "Say that the clock of the hub's machine is right.",
                "What is due by it expires then: messages past their ttl and groups past their deadline. Look at 'status'"
                        + " first; it shows the time. Does nothing where the clock is trusted already."
            },
            footer = {"", "Examples:", "  roundabout clock accept"})
    static final class Accept implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private Doors doors = new Doors();

        @Option(names = "--json", description = "Print {\"confirmed\", \"machine\"}, one line.")
        private boolean json;

        Accept(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            HubApi hub = new HubApi(doors.http);
            boolean waited =
                    !hub.read(hub.get("/api/v1/clock"), ClockView.class).confirmed();
            String answer = hub.post("/api/v1/clock/accept", Map.of());
            if (json) {
                terminal.out().println(answer);
            } else {
                String time = hub.read(answer, ClockView.class).machine();
                terminal.out()
                        .println(
                                waited
                                        ? "accepted: it is " + time + ", and what is due expires"
                                        : "nothing to accept: the hub trusts its clock, which says " + time);
            }
            return ExitCodes.OK;
        }
    }
}
