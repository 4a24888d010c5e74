package io.roundabout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
    private final TestingTerminal terminal = new TestingTerminal();

    @TempDir
    Path folder;

    @BeforeEach
    void declare() throws IOException {
        Files.writeString(folder.resolve("pipeline.yaml"), "version: 1\nstreams: {notes: {key: none}}\n");
    }

    @Test
    void saysOfEachCaseWhetherItIsSo() throws IOException {
        Path file = cases("""
                cases:
                  a note is kept:
                    given: [{notes: {n: 1}}]
                    then: {notes: [{n: 1}]}
                  a note is lost:
                    given: [{notes: {n: 1}}]
                    then: {}
                """);
        assertThat(terminal.run("test", folder.toString(), "--seed", "7", "--orders", "3"))
                .isEqualTo(1);
        assertThat(terminal.out())
                .isEqualTo("ok      a note is kept (3 orders)\n"
                        + "FAILED  a note is lost\n        in " + file
                        + ", seed 7, order 0; the shortest order that fails:\n"
                        + "            notes {\"n\":1}\n"
                        + "        What is otherwise then:\n"
                        + "          notes: not expected {\"n\":1} {completed-by=pass}\n"
                        + "2 cases, 1 failed; seed 7\n");
    }

    @Test
    void saysTheSameAsJson() throws IOException {
        Path file = cases("cases: {kept: {given: [{notes: {n: 1}}], then: {}}}\n");
        assertThat(terminal.run("test", folder.toString(), "--seed", "7", "--json"))
                .isEqualTo(1);
        assertThat(terminal.out())
                .contains("\"seed\":7")
                .contains(
                        "{\"file\":\"" + file + "\",\"name\":\"kept\",\"passed\":false,\"orders\":1,\"found\":0,"
                                + "\"order\":[\"  notes {\\\"n\\\":1}\"],\"differences\":[\"notes: not expected {\\\"n\\\":1} {completed-by=pass}\"]}");
    }

    @Test
    void passesWhereAllIsSo() throws IOException {
        cases("cases: {kept: {given: [{notes: {n: 1}}], then: {notes: [{n: 1}]}}}\n");
        assertThat(terminal.run("test", folder.toString())).isZero();
        assertThat(terminal.out()).matches("ok {6}kept \\(8 orders\\)\n1 case, 0 failed; seed \\d+\n");
    }

    @Test
    void listsTheProblemsOfPipelineAndCases() throws IOException {
        Path file = cases("cases: {kept: {given: [{note: {n: 1}}], then: {}}}\n");
        assertThat(terminal.run("test", folder.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .isEqualTo(file + ": case 'kept': there is no stream 'note'; did you mean 'notes'?\n");
        Files.writeString(folder.resolve("pipeline.yaml"), "version: 2\n");
        assertThat(terminal.run("test", folder.toString())).isEqualTo(1);
        assertThat(terminal.err()).contains("pipeline.yaml:1:10: version '2' is not known");
    }

    @Test
    void saysThatThereAreNoCases() {
        assertThat(terminal.run("test", folder.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .isEqualTo(
                        "roundabout: UNREADABLE_FILE: '" + folder + "' has no file of cases; call it NAME.test.yaml\n");
    }

    @Test
    void refusesToTryNothing() {
        assertThat(terminal.run("test", folder.toString(), "--orders", "0")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("--orders 0 is too small; it must be at least 1\n");
    }

    private Path cases(String text) throws IOException {
        return Files.writeString(folder.resolve("a.test.yaml"), text);
    }
}
