package io.roundabout.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command reads and writes: data on {@code out}, words on {@code err}.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param environment environment variables
 * @param interactive whether a person looks at {@code err}
 */
public record Terminal(
        InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, boolean interactive) {
    /** Returns that of this process. Whether it is interactive is told by {@code bin/roundabout}: Java cannot know it. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in, System.out, System.err, System.getenv(), Boolean.getBoolean("roundabout.terminal"));
    }
}
