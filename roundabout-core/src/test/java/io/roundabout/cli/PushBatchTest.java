package io.roundabout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.vehicle.Batch;
import io.roundabout.vehicle.testing.FakeHub;
import io.roundabout.vehicle.testing.ReceivedMessage;
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
class PushBatchTest {
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
    void pushesEachSourceAsOneBatch() throws IOException {
        file("a.jsonl", "1\n2\n");
        file("b.csv", "n\n3\n");
        assertThat(push(folder + "/*")).isZero();
        assertThat(hub.bodies("orders")).containsExactly("1", "2", "{\"n\":\"3\"}");
        assertThat(hub.messages()).extracting(ReceivedMessage::number).containsExactly(1L, 2L, 1L);
        assertThat(terminal.err()).startsWith("pushed 3 messages to orders in ");
    }

    @Test
    void leavesNothingOfASourceOfWhichTheHubRefusesARecord() throws IOException {
        Path file = file("a.jsonl", "good\n\nbad\nbetter\n");
        refuseBad();
        assertThat(push(file.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith(
                        file + ":3: no-key: no /id in it\n" + file
                                + ": nothing of it was pushed: a batch is taken whole or not at all\npushed 0 messages to orders")
                .contains("; 3 refused");
        assertThat(hub.messages()).isEmpty();
    }

    @Test
    void leavesNothingOfASourceWithABadRecord() throws IOException {
        Path bad = file("a.csv", "n\n1\n2,2\n3\n");
        Path good = file("b.csv", "n\n4\n");
        assertThat(push(bad.toString(), good.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith(bad + ":3: bad-record: the row has 2 fields, the header has 1; ")
                .contains(bad + ": nothing of it was pushed: 1 of its records is no message\n");
        assertThat(hub.bodies("orders")).containsExactly("{\"n\":\"4\"}");
    }

    @Test
    void listsEveryLineThatIsNoJson() throws IOException {
        Path file = file("a.jsonl", "{\"n\":1}\noops\n{\"n\":2}\n{\"n\":\n[3]\n{\"n\":4}{}\n");
        hub.refuse(message -> message.text().equals("oops") ? Optional.of("bad-json no JSON") : Optional.empty());
        assertThat(push(file.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith(file + ":2: bad-json: no JSON\n"
                        + file + ":4: bad-json: this is not one JSON object\n"
                        + file + ":5: bad-json: this is not one JSON object\n"
                        + file + ":6: bad-json: this is not one JSON object\n"
                        + file + ": nothing of it was pushed: ")
                .contains("; 6 refused");
        assertThat(hub.messages()).isEmpty();
    }

    @Test
    void leavesNothingOfASourceThatBreaksOff() throws IOException {
        Path broken = file("a.json", "[{\"n\":1},{\"n\":");
        assertThat(push(broken.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith("roundabout: '" + broken + "' is broken at line 1: ")
                .contains("; mend the file and push it again (nothing of it was pushed)\n");
        assertThat(hub.messages()).isEmpty();
    }

    @Test
    void pushesNoSourceTwice() throws IOException {
        Path file = file("a.jsonl", "1\n2\n");
        push(file.toString());
        assertThat(push(file.toString())).isZero();
        assertThat(terminal.err())
                .startsWith(file + ": already pushed (--again pushes it once more)\n")
                .endsWith("; 2 were pushed before\n");
        assertThat(hub.bodies("orders")).containsExactly("1", "2");
        assertThat(terminal.run("push", "orders", file.toString(), "--batch", "--again"))
                .isZero();
        assertThat(hub.bodies("orders")).containsExactly("1", "2", "1", "2");
    }

    @Test
    void pushesAgainWhatWasRefused() throws IOException {
        Path file = file("a.jsonl", "bad\nworse\n");
        refuseBad();
        assertThat(push(file.toString())).isEqualTo(1);
        hub.refuse(message -> Optional.empty());
        assertThat(push(file.toString())).isZero();
        assertThat(hub.bodies("orders")).containsExactly("bad", "worse");
        assertThat(push(file.toString())).isZero();
        assertThat(hub.bodies("orders")).hasSize(2);
    }

    @Test
    void losesDoublesAndSplitsNothingWhenTheConnectionBreaks() throws IOException {
        Path file = file("a.jsonl", "x\n".repeat(10_000));
        hub.cutAfter(1);
        assertThat(push(file.toString())).isZero();
        assertThat(hub.messages()).hasSize(10_000);
        assertThat(hub.connectionsMade()).isEqualTo(2);
    }

    @Test
    void takesASourceOfTheMostMessagesAndNotOfOneMore() throws IOException {
        Path file = file("a.jsonl", "x\n".repeat(Batch.MOST_MESSAGES));
        assertThat(push(file.toString())).isZero();
        assertThat(hub.messages()).hasSize(Batch.MOST_MESSAGES);
        Path large = file("b.jsonl", "x\n".repeat(Batch.MOST_MESSAGES + 1));
        assertThat(push(large.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith("roundabout: '" + large
                        + "' is too large to be one batch: a batch takes 100000 messages and" + " 16777216 B; ")
                .contains("Nothing of it was pushed; split it, or push it without --batch\n");
        assertThat(hub.messages()).hasSize(Batch.MOST_MESSAGES);
    }

    @Test
    void pushesNothingOfAnEmptySource() {
        assertThat(terminal.typing("").run("push", "orders", "--batch")).isZero();
        assertThat(terminal.err()).startsWith("pushed 0 messages");
    }

    private int push(String... sources) {
        String[] arguments = new String[sources.length + 3];
        System.arraycopy(sources, 0, arguments, 2, sources.length);
        arguments[0] = "push";
        arguments[1] = "orders";
        arguments[arguments.length - 1] = "--batch";
        return terminal.run(arguments);
    }

    private void refuseBad() {
        hub.refuse(message -> message.text().equals("bad") ? Optional.of("no-key no /id in it") : Optional.empty());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
