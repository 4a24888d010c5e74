package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.cli.Main;
import io.roundabout.cli.Terminal;
import java.util.Map;

/** Where {@code bin/roundabout} begins: the commands, and the hub they may start. */
public final class RoundaboutMain {
    private RoundaboutMain() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Main commands = new Main(
                options -> {
                    throw new RoundaboutException(Fault.HUB, "NOT_BUILT_IN", "this build has no hub to serve");
                },
                Terminal.ofProcess(),
                Map.of());
        System.exit(commands.run(arguments));
    }
}
