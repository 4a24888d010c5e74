package io.roundabout.hub;

import io.roundabout.cli.Main;
import io.roundabout.cli.Terminal;
import java.util.Map;

/** The hub's process with a {@link FaultPoint}, which a system property names. */
public final class FaultyHub {
    private FaultyHub() {}

    /** Runs a command as {@code bin/roundabout} does. */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        FaultPoint point = FaultPoint.parse(System.getProperty(FaultPoint.PROPERTY));
        HubRunner hub = new HubRunner(terminal, new FaultyDisk(point));
        System.exit(new Main(hub, terminal, Map.of()).run(arguments));
    }
}
