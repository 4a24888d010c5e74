package io.roundabout.trial;

import io.roundabout.history.History;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Two vehicles that push what becomes pairs and notes, and one that collects them, through whatever happens to the hub. They
 * push no further than a bounded way ahead of what was collected, so that how much there is at the end does not depend on
 * the machine. Confined to one thread.
 */
final class PairTraffic implements AutoCloseable {
    /** The pipeline it needs. */
    static final String PIPELINE = """
            version: 1
            streams:
              left: {key: /k}
              right: {key: /k}
              notes: {key: /k}
            joins:
              pairs: {inputs: {left: one, right: one}}
            """;

    private static final int KEYS = 17;
    private static final int LONGEST_PAD = 2_000;
    private static final int MOST_AHEAD = 1_500;

    private final HubProcess hub;
    private final History history;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final Wayward vehicle;
    private final CompletableFuture<Integer> left;
    private final CompletableFuture<Integer> right;
    private final CompletableFuture<Void> collected;

    /** Starts them; the hub must have been ready once, so that its ports are known. */
    PairTraffic(HubProcess hub, History history, long seed) throws IOException {
        this.hub = hub;
        this.history = history;
        vehicle = new Wayward(hub, history, seed);
        left = CompletableFuture.supplyAsync(() -> push(List.of("left"), seed));
        right = CompletableFuture.supplyAsync(() -> push(List.of("right", "notes"), seed));
        collected = CompletableFuture.runAsync(this::collect);
    }

    /** Waits until so many more results are collected. */
    void awaitMore(int results) {
        int wanted = history.distinct() + results;
        try {
            Awaitility.await().atMost(HubProcess.PATIENCE).until(() -> history.distinct() >= wanted || isBroken());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    history.distinct() + " results, " + wanted + " wanted, " + history.due() + " due; the hub says "
                            + hub.status() + " " + hub.words(),
                    e);
        }
        if (isBroken()) {
            CompletableFuture.anyOf(left, right, collected).join();
            throw new AssertionError("a vehicle left early");
        }
    }

    /** Lets the vehicles finish, collects the rest, and returns how many pairs were pushed and acknowledged. */
    int finish() {
        leaving.set(true);
        int pairs = Math.min(left.join(), right.join());
        collected.join();
        collectTheRest();
        return pairs;
    }

    int losses() {
        return vehicle.losses();
    }

    int released() {
        return vehicle.released();
    }

    @Override
    public void close() throws IOException {
        leaving.set(true);
        vehicle.close();
    }

    private boolean isBroken() {
        return left.isDone() || right.isDone() || collected.isDone();
    }

    private int push(List<String> streams, long seed) {
        Random random = new Random(seed);
        try (RecordingPusher pusher = new RecordingPusher(
                hub.vehicle(streams.get(0)).bufferMessages(500).build(), history)) {
            int number = 0;
            while (!leaving.get()) {
                awaitRoom(number);
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

    private void awaitRoom(int number) {
        if (number >= history.distinct() / 2 + MOST_AHEAD) {
            Awaitility.await().forever().until(() -> leaving.get() || number < history.distinct() / 2 + MOST_AHEAD);
        }
    }

    /** The n-th of a key meets the n-th: each pusher goes round the keys, so that equal numbers meet. */
    private void expect(int number, String pad) {
        String one = body("left", number, pad);
        String other = body("right", number, pad);
        String result = "{\"key\":\"" + number % KEYS + "\",\"left\":" + one + ",\"right\":" + other + "}";
        history.expect(result, List.of(one, other));
        String note = body("notes", number, pad);
        history.expect(note, List.of(note));
    }

    private static String body(String stream, int number, String pad) {
        return "{\"k\":" + number % KEYS + ",\"" + stream + "\":" + number + ",\"pad\":\"" + pad + "\"}";
    }

    private void collect() {
        while (!leaving.get()) {
            vehicle.collect("pairs");
            vehicle.collect("notes");
        }
    }

    /** Once everything is acknowledged: before that, what is due is still growing. */
    private void collectTheRest() {
        RecordingCollector pairs = new RecordingCollector(hub, history, "pairs");
        RecordingCollector notes = new RecordingCollector(hub, history, "notes");
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (history.distinct() < history.due() && System.nanoTime() < deadline) {
            pairs.takeWhatIsReady();
            notes.takeWhatIsReady();
        }
    }
}
