package io.roundabout.cli;

import io.roundabout.Words;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what was meant where that can be guessed. Pure functions. */
final class Meant {
    private Meant() {}

    static String text(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(wrong.getMessage());
        }
        CommandLine command = wrong.getCommandLine();
        String word = unmatched.getUnmatched().get(0);
        boolean anOption = unmatched.isUnknownOption();
        boolean aCommand = !anOption && !command.getSubcommands().isEmpty();
        String problem = aCommand ? "There is no command '" + word + "'" : String.valueOf(wrong.getMessage());
        Collection<String> known =
                aCommand ? command.getSubcommands().keySet() : anOption ? optionsOf(command) : List.of();
        return problem
                + Words.nearest(word, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
    }

    private static Collection<String> optionsOf(CommandLine command) {
        return command.getCommandSpec().optionsMap().keySet();
    }
}
