package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.history.History;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub is killed at random moments under load, and the history of all vehicles must be clean. */
class KillIT {
    private static final String PIPELINE = """
            version: 1
            streams:
              left: {key: /k}
              right: {key: /k}
              notes: {key: /k}
            joins:
              pairs: {inputs: {left: one, right: one}}
            """;

    private static final int KEYS = 17;
    private static final int LEAST_PAIRS = 500;
    private static final int LONGEST_PAD = 2_000;
    private static final int KILLS = Integer.getInteger("roundabout.kills", 6);

    @TempDir
    private Path folder;

    private final History history = new History();
    private final AtomicBoolean leaving = new AtomicBoolean();

    @Test
    void losesNothingAndDoublesNothing() throws Exception {
        long seed = Long.getLong("roundabout.seed", System.nanoTime());
        System.out.println("KillIT: -Droundabout.seed=" + seed);
        Random random = new Random(seed);
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start();
                Wayward vehicle = new Wayward(hub, history, seed)) {
            CompletableFuture<Integer> left = CompletableFuture.supplyAsync(() -> push(hub, List.of("left"), seed));
            CompletableFuture<Integer> right =
                    CompletableFuture.supplyAsync(() -> push(hub, List.of("right", "notes"), seed));
            CompletableFuture<Void> collected = CompletableFuture.runAsync(() -> collect(vehicle));
            for (int kill = 0; kill < KILLS; kill++) {
                awaitMoment(1_000 + random.nextInt(2_000));
                hub.crash();
            }
            awaitMoment(500);
            leaving.set(true);
            int pairs = Math.min(left.join(), right.join());
            collected.join();
            collectTheRest(hub);

            System.out.println("KillIT: " + pairs + " pairs, " + KILLS + " kills, " + vehicle.losses()
                    + " lost connections, " + vehicle.released() + " given back, "
                    + history.verdict().redeliveries() + " delivered again");
            Judgement.clean(history);
            assertThat(history.distinct()).isEqualTo(history.due()).isGreaterThan(pairs);
            assertThat(pairs).isGreaterThan(LEAST_PAIRS);
        }
    }

    /** Lets the vehicles work for a while; nothing is being waited for but the moment of the next fault. */
    private void awaitMoment(int millis) {
        long collected = history.distinct();
        Awaitility.await().atMost(HubProcess.PATIENCE).until(() -> history.distinct() > collected + millis / 4);
    }

    private int push(HubProcess hub, List<String> streams, long seed) {
        Random random = new Random(seed);
        try (RecordingPusher pusher = new RecordingPusher(
                hub.vehicle(streams.get(0)).bufferMessages(500).build(), history)) {
            int number = 0;
            while (!leaving.get()) {
                String pad = "x".repeat(random.nextInt(LONGEST_PAD));
                for (String stream : streams) {
                    pusher.push(stream, body(stream, number, pad));
                }
                expect(number, pad);
                number++;
            }
            pusher.flush();
            return number;
        }
    }

    /** The n-th of a key meets the n-th: each pusher goes round the keys, so that equal numbers meet. */
    private void expect(int number, String pad) {
        String left = body("left", number, pad);
        String right = body("right", number, pad);
        String result = "{\"key\":\"" + number % KEYS + "\",\"left\":" + left + ",\"right\":" + right + "}";
        history.expect(result, List.of(left, right));
        String note = body("notes", number, pad);
        history.expect(note, List.of(note));
    }

    private static String body(String stream, int number, String pad) {
        return "{\"k\":" + number % KEYS + ",\"" + stream + "\":" + number + ",\"pad\":\"" + pad + "\"}";
    }

    private void collect(Wayward vehicle) {
        while (!leaving.get()) {
            vehicle.collect("pairs");
            vehicle.collect("notes");
        }
    }

    /** Once everything is acknowledged: before that, what is due is still growing. */
    private void collectTheRest(HubProcess hub) {
        RecordingCollector pairs = new RecordingCollector(hub, history, "pairs");
        RecordingCollector notes = new RecordingCollector(hub, history, "notes");
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (history.distinct() < history.due() && System.nanoTime() < deadline) {
            pairs.takeWhatIsReady();
            notes.takeWhatIsReady();
        }
    }
}
