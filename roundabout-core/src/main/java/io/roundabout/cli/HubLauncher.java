package io.roundabout.cli;

/** Starts the hub. Implemented by the hub itself, which the commands do not know. */
@FunctionalInterface
public interface HubLauncher {
    /**
     * Runs a hub until it is told to stop.
     *
     * @return exit code of the process
     */
    int run(ServeOptions options);
}
