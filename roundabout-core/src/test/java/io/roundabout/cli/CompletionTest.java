package io.roundabout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script of {@code roundabout completion}, read by a shell that completes what somebody typed. */
class CompletionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "roundabout coll,                    collect",
        "roundabout clock acc,               accept",
        "roundabout collect --fol,           --follow",
        "roundabout serve --dur,             --durability",
        "roundabout serve --log-f,           --log-format",
        "roundabout serve --durability pr,   process",
        "roundabout completion z,            zsh"
    })
    void completesInBash(String typed, String completed) throws Exception {
        List<String> words = List.of(typed.split(" "));
        String ask = "COMP_WORDS=(" + typed + "); COMP_CWORD=" + (words.size() - 1) + "; COMP_LINE='" + typed
                + "'; COMP_POINT=" + typed.length() + "; _complete_roundabout; printf '%s\\n' \"${COMPREPLY[@]}\"";

        assertThat(run("bash", ask)).contains(completed);
    }

    @Test
    void isKnownToZsh() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is not installed");

        assertThat(run("zsh", "print -r -- ${_comps[roundabout]}"))
                .hasSize(1)
                .first()
                .asString()
                .isNotEmpty();
    }

    @Test
    void namesTheShellsThatThereAre() {
        TestingTerminal terminal = new TestingTerminal();

        assertThat(terminal.run("completion", "fish")).isEqualTo(2);
        assertThat(terminal.err()).contains("'fish'", "bash or zsh");
    }

    private List<String> run(String shell, String line) throws IOException, InterruptedException {
        TestingTerminal terminal = new TestingTerminal();
        assertThat(terminal.run("completion", shell)).isZero();
        Path script = Files.writeString(folder.resolve("script"), terminal.out());
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(shell, "-c", "source '" + script + "'; " + line)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readAllLines(out).stream().map(String::strip).toList();
    }
}
