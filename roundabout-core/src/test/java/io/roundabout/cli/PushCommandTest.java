package io.roundabout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.vehicle.testing.FakeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PushCommandTest {
    private final TestingTerminal terminal = new TestingTerminal();
    private FakeHub hub;

    @TempDir
    Path folder;

    @BeforeEach
    void openHub() throws IOException {
        hub = new FakeHub();
        terminal.with("ROUNDABOUT_ENTRANCE", "127.0.0.1:" + hub.entrancePort());
    }

    @AfterEach
    void closeHub() throws IOException {
        hub.close();
    }

    @Test
    void pushesStandardInput() {
        assertThat(terminal.typing("{\"n\":1}\r\n\n{\"n\":\"é\"}").run("push", "orders"))
                .isZero();
        assertThat(hub.bodies("orders")).containsExactly("{\"n\":1}", "{\"n\":\"é\"}");
        assertThat(terminal.err()).matches("pushed 2 messages to orders in [0-9.]+ s \\([0-9]+/s\\)\n");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void printsItsFiguresAsJson() {
        assertThat(terminal.typing("a\nb\n").run("push", "orders", "--json")).isZero();
        assertThat(terminal.out())
                .matches("\\{\"stream\":\"orders\",\"sources\":1,\"committed\":2,\"refused\":0,\"duplicates\":0,"
                        + "\"pushed-before\":0,\"refused-before\":0,\"bytes\":2,\"seconds\":[0-9.]+,"
                        + "\"messages-per-second\":[0-9]+,\"refused-per-second\":0}\n");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void listsWhatIsRefusedWithItsLine() throws IOException {
        Path file = file("a.jsonl", "good\n\nbad\n");
        hub.refuse(message -> message.body().equals("bad") ? Optional.of("no-key no /id in it") : Optional.empty());
        assertThat(terminal.run("push", "orders", file.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith(file + ":3: no-key: no /id in it\n")
                .containsPattern("pushed 1 message to orders in [0-9.]+ s \\([0-9]+/s\\); 1 refused \\([0-9]+/s\\)\n$");
    }

    @Test
    void listsAgainWhatAnEarlierRunWasRefused() throws IOException {
        Path file = file("a.jsonl", "good\n\nbad\n");
        hub.refuse(message -> message.body().equals("bad") ? Optional.of("no-key no /id in it") : Optional.empty());
        terminal.run("push", "orders", file.toString());
        assertThat(terminal.run("push", "orders", file.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith(file + ":3: no-key: no /id in it\n" + file + ": already pushed")
                .endsWith("; 2 were pushed before, 1 of them refused\n");
    }

    @Test
    void resumesAFileWhereItWasInterrupted() throws IOException {
        Path file = file("a.jsonl", "1\n2\n3\n");
        terminal.run("push", "orders", file.toString());
        assertThat(terminal.run("push", "orders", file.toString())).isZero();
        assertThat(terminal.err()).startsWith(file + ": already pushed (--again pushes it once more)\n");
        assertThat(hub.bodies("orders")).containsExactly("1", "2", "3");
    }

    @Test
    void pushesAFileOnceMoreWhenAsked() throws IOException {
        Path file = file("a.jsonl", "1\n");
        terminal.run("push", "orders", file.toString());
        assertThat(terminal.run("push", "orders", file.toString(), "--again")).isZero();
        assertThat(hub.bodies("orders")).containsExactly("1", "1");
    }

    @Test
    void pushesAChangedFileAnew() throws IOException {
        Path file = file("a.jsonl", "1\n");
        terminal.run("push", "orders", file.toString());
        file("a.jsonl", "1\n2\n");
        terminal.run("push", "orders", file.toString());
        assertThat(hub.bodies("orders")).containsExactly("1", "1", "2");
    }

    @Test
    void pushesFilesThatMatchAPattern() throws IOException {
        file("b.jsonl", "2\n");
        file("a.jsonl", "1\n");
        file("c.txt", "3\n");
        assertThat(terminal.run("push", "orders", folder + "/*.jsonl")).isZero();
        assertThat(hub.bodies("orders")).containsExactly("1", "2");
    }

    @Test
    void saysThatAFileIsNotThere() {
        assertThat(terminal.run("push", "orders", "nowhere.jsonl")).isEqualTo(1);
        assertThat(terminal.err()).isEqualTo("roundabout: there is no file 'nowhere.jsonl'\n");
    }

    @Test
    void saysWhichFilesAreNotInThisVersion() throws IOException {
        Path file = file("a.csv", "a,b\n");
        assertThat(terminal.run("push", "orders", file.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .isEqualTo(
                        "roundabout: '" + file + "': .csv files are not in this version; push lines, one message each,"
                                + " from a .jsonl file or standard input\n");
    }

    @Test
    void refusesWhatIsNoNameOfAStream() {
        assertThat(terminal.typing("x\n").run("push", "a b")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("roundabout: 'a b' is no name of a stream");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
