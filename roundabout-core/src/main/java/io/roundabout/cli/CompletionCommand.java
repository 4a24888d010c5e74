package io.roundabout.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roundabout completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print a script that has a shell complete commands and options.",
        footer = {
            "",
            "Examples:",
            "  source <(roundabout completion bash)       now; in ~/.bashrc or ~/.zshrc for always",
            "  roundabout completion bash > /etc/bash_completion.d/roundabout"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @SuppressWarnings("unused") // picocli refuses other words; one script serves both
    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell = Shell.BASH;

    /** A shell that one script completes for: zsh reads it as bash does. */
    enum Shell {
        BASH,
        ZSH;

        /** Returns it as people write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            terminal.out().print(AutoComplete.bash("roundabout", spec.root().commandLine()));
        }
        return ExitCodes.OK;
    }
}
