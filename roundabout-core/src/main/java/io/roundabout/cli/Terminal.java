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
 * @param keyboard whether a person types {@code in}
 */
public record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean interactive,
        boolean keyboard) {
    /** Returns that of this process. Where a person is, {@code bin/roundabout} tells: Java cannot know it. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                System.out,
                System.err,
                System.getenv(),
                Boolean.getBoolean("roundabout.terminal"),
                Boolean.getBoolean("roundabout.keyboard"));
    }
}
