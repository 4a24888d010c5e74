package io.roundabout.hub;

import io.roundabout.circulation.Disk;
import io.roundabout.cli.Main;
import io.roundabout.cli.Terminal;
import java.nio.file.Path;
import java.util.Map;

/** The process behind {@code bin/roundabout}. */
public final class RoundaboutMain {
    private RoundaboutMain() {}

    /** Runs the command that the arguments name, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        Path home = Path.of(System.getProperty("roundabout.home", "."));
        HubRunner hub = new HubRunner(terminal, Disk.ofThisMachine());
        Main main = new Main(hub, terminal, Map.of("demo", new DemoCommand(home, terminal)));
        System.exit(main.run(arguments));
    }
}
