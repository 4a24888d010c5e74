package io.roundabout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.vehicle.testing.FakeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
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
    void openHub() {
        hub = new FakeHub();
        terminal.with("ROUNDABOUT_ENTRANCE", "127.0.0.1:" + hub.entrancePort());
    }

    @AfterEach
    void closeHub() {
        hub.close();
    }

    @Test
    void saysToAPersonThatItReadsWhatTheyType() {
        terminal.typing("a\n");
        assertThat(terminal.run("push", "orders")).isZero();
        assertThat(terminal.err()).startsWith("pushed 1 message to orders ");
        assertThat(terminal.atAKeyboard().run("push", "orders")).isZero();
        assertThat(terminal.err())
                .startsWith(
                        "roundabout: reading from the terminal, a message a line; end with Ctrl-D\npushed 1 message");
        assertThat(terminal.run("push", "orders", "-")).isZero();
        assertThat(terminal.err()).startsWith("roundabout: reading from the terminal, ");
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
                        + "\"pushed-before\":0,\"refused-before\":0,\"failed-sources\":0,\"bytes\":2,\"seconds\":[0-9.]+,"
                        + "\"messages-per-second\":[0-9]+,\"refused-per-second\":0}\n");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void listsWhatIsRefusedWithItsLine() throws IOException {
        Path file = file("a.jsonl", "good\n\nbad\n");
        hub.refuse(message -> message.text().equals("bad") ? Optional.of("no-key no /id in it") : Optional.empty());
        assertThat(terminal.run("push", "orders", file.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith(file + ":3: no-key: no /id in it\n")
                .containsPattern("pushed 1 message to orders in [0-9.]+ s \\([0-9]+/s\\); 1 refused \\([0-9]+/s\\)\n$");
    }

    @Test
    void listsAgainWhatAnEarlierRunWasRefused() throws IOException {
        Path file = file("a.jsonl", "good\n\nbad\n");
        hub.refuse(message -> message.text().equals("bad") ? Optional.of("no-key no /id in it") : Optional.empty());
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
    void saysWhichFilesCannotBePushed() throws IOException {
        Path file = file("a.orc", "");
        assertThat(terminal.run("push", "orders", file.toString())).isEqualTo(1);
        assertThat(terminal.err()).startsWith("roundabout: '" + file + "': .orc files cannot be pushed; ");
    }

    @Test
    void pushesFilesOfSeveralFormats() throws IOException {
        file("a.json", "[{\"n\": 1}]");
        file("b.csv", "n,ok\n2,true\n");
        gzip("c.jsonl.gz", "{\"n\":3}\n");
        assertThat(terminal.run("push", "orders", folder + "/*", "--types", "n=number,ok=boolean"))
                .isZero();
        assertThat(hub.bodies("orders")).containsExactly("{\"n\": 1}", "{\"n\":2,\"ok\":true}", "{\"n\":3}");
    }

    @Test
    void pushesStandardInputInTheFormatItIsTold() {
        assertThat(terminal.typing("n;s\n1;x\n").run("push", "orders", "--format", "csv", "--separator", ";"))
                .isZero();
        assertThat(hub.bodies("orders")).containsExactly("{\"n\":\"1\",\"s\":\"x\"}");
    }

    @Test
    void goesOnAfterARowWithTooManyColumns() throws IOException {
        Path file = file("a.csv", "n\n1\n2,2\n3\n");
        assertThat(terminal.run("push", "orders", file.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith(file + ":3: bad-record: the row has 2 fields, the header has 1; ")
                .contains("pushed 2 messages to orders");
        assertThat(hub.bodies("orders")).containsExactly("{\"n\":\"1\"}", "{\"n\":\"3\"}");
        assertThat(terminal.run("push", "orders", file.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith(file + ":3: bad-record: ")
                .contains("already pushed")
                .endsWith("; 2 were pushed before, 1 of them refused\n");
        assertThat(hub.bodies("orders")).hasSize(2);
    }

    @Test
    void commitsWhatStandsBeforeTheEndOfABrokenFileAndPushesTheOthers() throws IOException {
        Path broken = file("a.json", "[{\"n\":1},{\"n\":");
        Path whole = file("b.jsonl", "{\"n\":2}\n");
        assertThat(terminal.run("push", "orders", broken.toString(), whole.toString()))
                .isEqualTo(1);
        assertThat(terminal.err())
                .startsWith("roundabout: '" + broken + "' is broken at line 1: ")
                .contains("; mend the file and push it again (what stands before was pushed)\n")
                .contains("pushed 2 messages to orders")
                .doesNotContain("Exception");
        assertThat(hub.bodies("orders")).containsExactly("{\"n\":1}", "{\"n\":2}");
        terminal.run("push", "orders", broken.toString(), "--json");
        assertThat(terminal.out()).contains("\"failed-sources\":1");
        assertThat(hub.bodies("orders")).as("nothing doubled").hasSize(2);
    }

    @Test
    void pushesSeveralSourcesAtATime() throws IOException {
        for (int i = 0; i < 9; i++) {
            file("f" + i + ".jsonl", i + "\n");
        }
        assertThat(terminal.run("push", "orders", folder + "/*.jsonl", "--parallel", "4"))
                .isZero();
        assertThat(hub.bodies("orders")).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8");
        assertThat(terminal.run("push", "orders", "x", "--parallel", "0")).isEqualTo(2);
    }

    @Test
    void endsAtOnceWhenTheHubCannotBeReached() throws IOException {
        hub.close();
        file("a.jsonl", "1\n");
        file("b.jsonl", "2\n");
        assertThat(terminal.run("push", "orders", folder + "/*.jsonl")).isEqualTo(3);
        assertThat(terminal.err().lines()).hasSize(1);
    }

    @Test
    void refusesWhatIsNoNameOfAStream() {
        assertThat(terminal.typing("x\n").run("push", "a b")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("roundabout: 'a b' is no name of a stream");
    }

    private void gzip(String name, String text) throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(text.getBytes(UTF_8));
        }
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
