package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed once its first change logs are gone starts again from a snapshot, and from nothing else. */
class SnapshotIT {
    private static final String PIPELINE = """
            version: 1
            streams:
              held: {key: /k}
              partner: {key: /k}
              lane: {key: /k}
            joins:
              pairs: {inputs: {held: one, partner: one}}
            """;

    /** So many keys that every turn writes to every partition. */
    private static final int KEYS = 6;

    private static final int MOST_TURNS = 5_000;

    @TempDir
    private Path folder;

    private HubProcess hub;

    @BeforeEach
    void start() {
        hub = HubProcess.in(folder).pipeline(PIPELINE).start();
    }

    @AfterEach
    void kill() {
        hub.close();
    }

    @Test
    void hasEverythingThatWasHeld() throws Exception {
        int turns = turnUntilTheFirstChangesAreGone();
        List<String> waiting = lines("lane", turns);

        hub.crash();

        List<String> taken = new ArrayList<>(HubIT.take(hub, "lane", waiting.size() / 3));
        awaitAccepted("lane", taken.size());
        hub.crash();
        taken.addAll(HubIT.take(hub, "lane"));
        assertThat(taken).containsExactlyInAnyOrderElementsOf(waiting);
        try (RecordingPusher pusher = pusher()) {
            lines("partner", turns).forEach(line -> pusher.push("partner", line));
            pusher.flush();
        }
        assertThat(HubIT.take(hub, "pairs")).containsExactlyInAnyOrderElementsOf(pairs(turns));
    }

    /** An acceptance that races a crash may be lost, and the message then comes again: guarantee 4. */
    private void awaitAccepted(String lane, int count) {
        Pattern line =
                Pattern.compile("\"name\":\"" + lane + "\",\"waiting\":\\d+,\"made\":\\d+,\"accepted\":" + count + ",");
        Awaitility.await()
                .atMost(HubProcess.PATIENCE)
                .until(() -> line.matcher(hub.status()).find());
    }

    private int turnUntilTheFirstChangesAreGone() throws IOException {
        int turn = 0;
        try (RecordingPusher pusher = pusher()) {
            while (turn < 10 || !everyPartitionStandsOnASnapshot()) {
                assertThat(turn).as("turns without a clean-up").isLessThan(MOST_TURNS);
                for (int key = 0; key < KEYS; key++) {
                    pusher.push("held", line("held", turn, key));
                    pusher.push("lane", line("lane", turn, key));
                }
                pusher.flush();
                turn++;
            }
        }
        return turn;
    }

    private RecordingPusher pusher() {
        return new RecordingPusher(hub.vehicle("pusher").build(), new History());
    }

    private boolean everyPartitionStandsOnASnapshot() throws IOException {
        try (Stream<Path> partitions = Files.list(hub.stateFolder().resolve("stores/0"))) {
            return partitions.allMatch(SnapshotIT::standsOnASnapshot);
        }
    }

    private static boolean standsOnASnapshot(Path partition) {
        String[] names = partition.toFile().list();
        return names != null
                && Stream.of(names).noneMatch(name -> name.matches("1_.*changelog"))
                && Stream.of(names).anyMatch(name -> name.endsWith(".zip"));
    }

    private static List<String> lines(String stream, int turns) {
        return IntStream.range(0, turns * KEYS)
                .mapToObj(i -> line(stream, i / KEYS, i % KEYS))
                .toList();
    }

    private static List<String> pairs(int turns) {
        return IntStream.range(0, turns * KEYS)
                .mapToObj(i -> "{\"key\":\"" + i % KEYS + "\",\"held\":" + line("held", i / KEYS, i % KEYS)
                        + ",\"partner\":" + line("partner", i / KEYS, i % KEYS) + "}")
                .toList();
    }

    private static String line(String stream, int turn, int key) {
        return "{\"k\":" + key + ",\"" + stream + "\":" + turn + "}";
    }
}
