package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code push --batch} and a whole hub: a file is there as a whole, once, or not at all. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PushBatchIT {
    private static final int MESSAGES = 5_000;
    private static final String PIPELINE = """
            version: 1
            streams:
              good:    {key: /n}
              bad:     {key: /n}
              broken:  {key: /n}
              decided: {key: /n}
            """;

    @TempDir
    private static Path folder;

    private static HubProcess hub;

    @BeforeAll
    static void start() {
        hub = HubProcess.in(folder).pipeline(PIPELINE).start();
    }

    @AfterAll
    static void kill() {
        hub.close();
    }

    @Test
    void pushesAFileAsAWhole() throws IOException, InterruptedException {
        Path file = file("good.jsonl", "");

        CommandProcess.Told told = push("good", file);

        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.err()).startsWith("pushed 5000 messages to good ");
        assertThat(HubIT.take(hub, "good")).hasSize(MESSAGES).doesNotHaveDuplicates();
        assertThat(push("good", file).err()).contains("already pushed");
        assertThat(HubIT.take(hub, "good")).isEmpty();
    }

    @Test
    void leavesNothingOfAFileWithABadLine() throws IOException, InterruptedException {
        Path file = file("bad.jsonl", "{\"m\":1}\n");

        CommandProcess.Told told = push("bad", file);

        assertThat(told.code()).isEqualTo(1);
        assertThat(told.err())
                .startsWith(file + ":5001: no-key: ")
                .contains("nothing of it was pushed: a batch is taken whole or not at all");
        assertThat(HubIT.take(hub, "bad")).isEmpty();
        Files.writeString(file, lines());
        assertThat(push("bad", file).err()).startsWith("pushed 5000 messages to bad ");
        assertThat(HubIT.take(hub, "bad")).hasSize(MESSAGES);
    }

    @Test
    void leavesNothingWhenKilledBeforeAllWasSent() throws IOException, InterruptedException {
        Path file = file("broken.jsonl", "");
        try (Relay relay = Relay.withholdingAfter(lines().length() / 2, hub.entrancePort());
                CommandProcess push = pushVia(relay, "broken", file)) {
            relay.awaitWithheld();
            assertThat(push.isRunning()).isTrue();
        }
        assertThat(HubIT.take(hub, "broken")).isEmpty();

        assertThat(push("broken", file).err()).startsWith("pushed 5000 messages to broken ");
        assertThat(HubIT.take(hub, "broken")).hasSize(MESSAGES).doesNotHaveDuplicates();
    }

    @Test
    void pushesNothingTwiceWhenKilledBeforeItHeardOfTheCommit() throws IOException, InterruptedException {
        Path file = file("decided.jsonl", "");
        try (Relay relay = Relay.withholdingReceipts(hub.entrancePort());
                CommandProcess push = pushVia(relay, "decided", file)) {
            relay.awaitWithheld();
            assertThat(push.isRunning()).isTrue();
        }

        CommandProcess.Told told = push("decided", file);

        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.err()).contains("already pushed").contains("5000 were pushed before");
        assertThat(HubIT.take(hub, "decided")).hasSize(MESSAGES).doesNotHaveDuplicates();
    }

    private static CommandProcess.Told push(String stream, Path file) throws IOException, InterruptedException {
        return CommandProcess.run(hub, folder, "push", stream, file.toString(), "--batch");
    }

    private static CommandProcess pushVia(Relay relay, String stream, Path file) throws IOException {
        return CommandProcess.start(relay.port(), hub.gatePort(), folder, "push", stream, file.toString(), "--batch");
    }

    private static Path file(String name, String end) throws IOException {
        return Files.writeString(folder.resolve(name), lines() + end);
    }

    private static String lines() {
        return IntStream.range(0, MESSAGES)
                .mapToObj(n -> "{\"n\":\"" + n + "\"}\n")
                .collect(Collectors.joining());
    }
}
