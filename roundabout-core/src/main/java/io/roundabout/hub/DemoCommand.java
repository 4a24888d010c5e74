package io.roundabout.hub;

import io.roundabout.cli.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code roundabout demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Show the main job in a minute.",
            "A hub, two vehicles that push, a kill -9 in between, and a third vehicle that collects the joined results."
                    + " The story goes to stderr, the results to stdout: a few of them to a terminal, else all."
        })
final class DemoCommand implements Callable<Integer> {
    private final Path home;
    private final Terminal terminal;

    DemoCommand(Path home, Terminal terminal) {
        this.home = home;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        // Told by bin/roundabout.
        boolean brief = Boolean.getBoolean("roundabout.screen");
        return new Demo(home, terminal.out(), terminal.err(), brief).run();
    }
}
