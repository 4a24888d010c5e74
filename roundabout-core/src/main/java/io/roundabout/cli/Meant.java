package io.roundabout.cli;

import io.roundabout.Words;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what was meant where that can be guessed. Pure functions. */
final class Meant {
    private Meant() {}

    static String text(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        Optional<String> file = fileWithoutOption(command);
        if (file.isPresent()) {
            return "There is no argument '" + file.get() + "'; did you mean '-f " + file.get() + "'?";
        }
        if (!(wrong instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(wrong.getMessage());
        }
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

    /** Returns the argument that stands where a command takes none but wants a file behind {@code -f}. */
    private static Optional<String> fileWithoutOption(CommandLine command) {
        boolean takesAFile = command.getCommandSpec().findOption("-f") != null
                && command.getCommandSpec().positionalParameters().isEmpty();
        return takesAFile
                ? command.getParseResult().unmatched().stream()
                        .filter(word -> !word.startsWith("-"))
                        .findFirst()
                : Optional.empty();
    }

    private static Collection<String> optionsOf(CommandLine command) {
        return command.getCommandSpec().optionsMap().keySet();
    }
}
