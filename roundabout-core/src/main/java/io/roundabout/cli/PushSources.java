package io.roundabout.cli;

import io.roundabout.connector.Source;
import io.roundabout.connector.SourceOptions;
import io.roundabout.connector.Sources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds what {@code push} was asked to push. */
final class PushSources {
    private PushSources() {}

    /**
     * Returns the sources, in the order given; those of a pattern in the order of their names. None given is standard input.
     *
     * @throws CommandFailedException if one does not exist or cannot be pushed
     */
    static List<Source> of(List<String> arguments, SourceOptions options, Terminal terminal) {
        List<Source> sources = new ArrayList<>();
        for (String argument : arguments.isEmpty() ? List.of("-") : arguments) {
            try {
                sources.addAll(
                        argument.equals("-") ? List.of(input(options, terminal)) : Sources.find(argument, options));
            } catch (IOException e) {
                throw new CommandFailedException(String.valueOf(e.getMessage()), e);
            }
        }
        return sources;
    }

    private static Source input(SourceOptions options, Terminal terminal) throws IOException {
        if (terminal.keyboard()) {
            terminal.err().println("roundabout: reading from the terminal, a message a line; end with Ctrl-D");
        }
        return Sources.of("-", terminal.in(), options);
    }
}
