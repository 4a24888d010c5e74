package io.roundabout.cli;

import java.util.Map;

/** Starts the hub. Implemented by the hub itself, which the commands do not know. */
@FunctionalInterface
public interface HubLauncher {
    /**
     * Runs a hub until it is told to stop.
     *
     * @param options what the command line says, by the options' names without dashes. What it does not say is left to the
     *     environment, the file of settings and the defaults
     * @return exit code of the process
     */
    int run(Map<String, String> options);
}
