package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Vehicles that break off, and a hub that loses cuts and fails to store: still every message arrives once, in order. */
class LosslessnessTest {
    private static final int VEHICLES = 4;
    private static final int MESSAGES = 2_000;
    private static final StreamCatalog CATALOG = new StreamCatalog(Map.of(), true);

    @Test
    void keepsEveryMessageOfEverySessionOnce() throws Exception {
        LossyHub hub = new LossyHub();
        try (EntranceServer server =
                EntranceServer.open(EntranceSettings.defaults("127.0.0.1", 0), hub, new Partitions(3))) {
            hub.server = server;
            server.attach(hub);
            List<CompletableFuture<Void>> vehicles = IntStream.range(0, VEHICLES)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> push(server, "s" + i, new Random(i))))
                    .toList();
            CompletableFuture.allOf(vehicles.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        }

        List<String> all =
                IntStream.rangeClosed(1, MESSAGES).mapToObj(Integer::toString).toList();
        for (int i = 0; i < VEHICLES; i++) {
            assertThat(hub.kept.get("s" + i)).isEqualTo(all);
        }
        assertThat(hub.lost).isPositive();
    }

    private static void push(EntranceServer server, String session, Random random) {
        boolean done = false;
        while (!done) {
            try (TestingVehicle vehicle = TestingVehicle.connect(server.address())) {
                done = visit(vehicle, session, random);
            } catch (UncheckedIOException e) {
                // The hub hung up while this vehicle was sending; it comes back.
                done = false;
            }
        }
    }

    private static boolean visit(TestingVehicle vehicle, String session, Random random) {
        String hello = vehicle.send("!hello session=" + session + " ack=off\n").read();
        if (hello == null || !hello.startsWith("+hello")) {
            return false;
        }
        int last = Integer.parseInt(hello.replaceFirst(".* last=([0-9]+) .*", "$1"));
        int to = Math.min(MESSAGES, last + 1 + random.nextInt(600));
        StringBuilder lines = new StringBuilder("!stream " + session + "\n");
        for (int number = last + 1; number <= to; number++) {
            lines.append(number).append(random.nextInt(20) == 0 ? "\n!ping\n" : "\n");
        }
        vehicle.send(lines.toString());
        if (to < MESSAGES && random.nextBoolean()) {
            return false;
        }
        vehicle.send("!bye\n");
        List<String> answers = vehicle.readAll();
        return to == MESSAGES && answers.contains("+bye " + MESSAGES);
    }

    /** Decides as the loop does: a cut whose sessions do not continue where they were decided is given up as a whole. */
    private static final class LossyHub implements HubLine, CutSink {
        final Map<String, List<String>> kept = new ConcurrentHashMap<>();
        volatile @Nullable EntranceServer server;
        int lost;
        private final Random random = new Random(1);
        private final Map<String, Long> decided = new HashMap<>();
        private final List<Cut> stored = new ArrayList<>();

        @Override
        public synchronized CompletionStage<Greeting> greet(String session) {
            long last = decided.getOrDefault(session, 0L);
            return CompletableFuture.completedFuture(new Greeting(last > 0, last, List.of()));
        }

        @Override
        public void farewell(String session) {}

        @Override
        public synchronized void store(Cut cut) {
            stored.add(cut);
        }

        @Override
        public synchronized void stored(long number) {
            if (random.nextInt(3) == 0 && stored.size() < 2) {
                // Let another one come, if it will.
                CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS).execute(this::decide);
            } else {
                decide();
            }
        }

        private synchronized void decide() {
            EntranceServer entrance = server;
            while (!stored.isEmpty() && entrance != null) {
                Cut cut = stored.remove(0);
                boolean continues = cut.manifest().sessions().stream()
                        .allMatch(range -> range.first() == decided.getOrDefault(range.session(), 0L) + 1);
                long number = cut.manifest().cut();
                if (continues && random.nextInt(8) != 0) {
                    keep(cut);
                    entrance.decided(new Decision(number, true, Map.of()));
                } else {
                    lost++;
                    entrance.decided(Decision.givenUp(number));
                }
            }
        }

        private void keep(Cut cut) {
            Map<Integer, FramedMessage> messages = new TreeMap<>();
            cut.slices().forEach(slice -> SliceReader.read(slice, new Collector(messages)));
            messages.values()
                    .forEach(message -> kept.computeIfAbsent(
                                    cut.manifest().streams().get(message.stream()), stream -> new ArrayList<>())
                            .add(new String(message.body(), StandardCharsets.UTF_8)));
            cut.manifest().sessions().forEach(range -> decided.put(range.session(), range.last()));
        }

        @Override
        public boolean admits(String undeclared) {
            return true;
        }

        @Override
        public StreamCatalog catalog() {
            return CATALOG;
        }
    }

    private record Collector(Map<Integer, FramedMessage> messages) implements SliceReader.Visitor {
        @Override
        public void message(FramedMessage message) {
            messages.put(message.position(), message);
        }

        @Override
        public void refused(RefusedMessage message) {
            throw new IllegalStateException("refused " + message);
        }

        @Override
        public void session(SessionProgress progress) {}
    }
}
