package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches among others at the door; what single conversations say is in {@code conversations.json}. */
@Timeout(60)
class BatchesTest {
    private static final EntranceSettings DEFAULTS = EntranceSettings.defaults("127.0.0.1", 0);

    private TestingHub hub = TestingHub.open();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void keepsEveryBatchWholeInOneCutWhileOthersPush() throws Exception {
        List<CompletableFuture<Void>> vehicles = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = "b" + i;
            vehicles.add(CompletableFuture.runAsync(() -> pushBatches(name)));
            vehicles.add(CompletableFuture.runAsync(() -> pushLines(20_000)));
        }
        CompletableFuture.allOf(vehicles.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);

        Map<String, Set<Long>> cuts = new HashMap<>();
        Map<String, Integer> sizes = new HashMap<>();
        for (Cut cut : hub.stored()) {
            for (String body : bodies(cut)) {
                if (body.startsWith("b")) {
                    String batch = body.substring(0, body.indexOf(' '));
                    cuts.computeIfAbsent(batch, name -> new HashSet<>())
                            .add(cut.manifest().cut());
                    sizes.merge(batch, 1, Integer::sum);
                }
            }
        }
        assertThat(hub.stored()).hasSizeGreaterThan(3);
        assertThat(cuts).hasSize(60).allSatisfy((batch, in) -> assertThat(in).hasSize(1));
        assertThat(sizes.values()).containsOnly(500);
    }

    @Test
    void saysWhereTheMessagesOfABatchStandInTheirCut() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            // What comes while two cuts are undecided is in one cut.
            vehicle.send("!hello ack=off\nfirst\n!ping\n");
            vehicle.read();
            assertThat(vehicle.read()).isEqualTo("+pong");
            await().until(() -> hub.undecided() == 1);
            vehicle.send(
                    "a\n!begin\nb\nc\n!end\nd\n!begin\ne\n!end\n!begin\nf\ng\nh\n!end\n!begin\n!put id=x 1\ni\n!end\n!ping\n");
            assertThat(vehicle.read()).isEqualTo("+pong");
            hub.decideAll();
            await().until(() -> hub.stored().size() == 2);
        }

        assertThat(hub.stored())
                .extracting(cut -> cut.manifest().batches())
                .containsExactly(
                        List.of(),
                        List.of(new BatchRange(1, 2, 0, 4), new BatchRange(5, 7, 0, 9), new BatchRange(8, 8, 0, 10)));
    }

    private void pushBatches(String name) {
        try (TestingVehicle vehicle = hub.connect()) {
            for (int i = 0; i < 20; i++) {
                String batch = name + "." + i;
                StringBuilder lines = new StringBuilder("!begin\n");
                IntStream.range(0, 500).forEach(n -> lines.append(batch).append(" x\n"));
                vehicle.send(lines.append("!end 500\n").toString());
            }
            vehicle.halfClose().readAll();
        }
    }

    private void pushLines(int count) {
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("a line of somebody else\n".repeat(count)).halfClose().readAll();
        }
    }

    @Test
    void showsNothingBeforeTheEnd() {
        try (TestingVehicle batching = hub.connect();
                TestingVehicle other = hub.connect()) {
            batching.send("!hello ack=receipts\n!begin\na\nb\n!ping\n");
            batching.read();
            assertThat(batching.read()).isEqualTo("+pong");
            assertThat(other.send("c\n").halfClose().readAll()).containsExactly("+ok 1");
            assertThat(hub.messages()).hasSize(1);

            batching.send("!end 2\n");

            assertThat(batching.read()).isEqualTo("+ok 2");
            assertThat(hub.messages()).hasSize(3);
        }
    }

    @Test
    void letsABatchGoOnThatAloneFillsTheWindow() {
        open(2_000, DEFAULTS.memoryBytes(), DEFAULTS.idleTimeout());
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!begin\n" + ("x".repeat(100) + "\n").repeat(20) + "!end 20\n");
            assertThat(vehicle.halfClose().readAll()).containsExactly("+ok 20");
        }
    }

    @Test
    void letsBatchesThatFillTheMemoryGoOnOneAfterTheOther() throws Exception {
        open(DEFAULTS.windowBytes(), 16 << 20, DEFAULTS.idleTimeout());
        List<CompletableFuture<List<String>>> vehicles = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try (TestingVehicle vehicle = hub.connect()) {
                        vehicle.send("!begin\n" + ("x".repeat(60_000) + "\n").repeat(120));
                        vehicle.send("!put 1000000\n" + "y".repeat(1_000_000) + "\n!end 121\n");
                        return vehicle.halfClose().readAll();
                    }
                }))
                .toList();
        for (CompletableFuture<List<String>> vehicle : vehicles) {
            assertThat(vehicle.get(50, TimeUnit.SECONDS)).contains("+ok 121");
        }
    }

    @Test
    void givesTheRoomOfALostBatchToTheNext() throws Exception {
        open(DEFAULTS.windowBytes(), 16 << 20, DEFAULTS.idleTimeout());
        TestingVehicle first = hub.connect();
        first.send("!begin\n" + ("x".repeat(60_000) + "\n").repeat(150) + "!ping\n");
        assertThat(first.read()).isEqualTo("+pong");
        try (TestingVehicle second = hub.connect()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(
                    () -> second.send("!begin\n" + ("x".repeat(60_000) + "\n").repeat(150) + "!end\n"));
            assertThat(second.read()).isEqualTo("*hold reason=window");

            first.close();

            sent.get(30, TimeUnit.SECONDS);
            assertThat(second.halfClose().readAll()).contains("+ok 150");
        }
        assertThat(hub.messages()).hasSize(150);
    }

    @Test
    void setsTheRefusedMessageAsideWithTheEndAndOnlyOnce() {
        hub.declare(new StreamDefinition(
                "orders", StreamFormat.JSON, Optional.of("/k"), Optional.empty(), true, true, Optional.empty()));
        String batch = "!stream orders\n!begin\n{\"k\":1}\noops\nagain\n";
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello session=s\n" + batch).halfClose();
            assertThat(vehicle.readAll()).last().isEqualTo("+ok 0");
        }
        assertThat(hub.setAside()).isEmpty();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello session=s\n" + batch + "!end 3\n").halfClose();
            assertThat(vehicle.readAll()).last().isEqualTo("+ok 3");
        }
        assertThat(hub.setAside())
                .singleElement()
                .satisfies(message -> assertThat(message.body())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("oops"));
        assertThat(hub.messages()).isEmpty();
        assertThat(hub.session("s").orElseThrow().refusals())
                .extracting(refusal -> refusal.number() + " " + refusal.code().word())
                .containsExactly("2 bad-json", "3 batch-refused");
    }

    @Test
    void takesNothingOfABatchThatIsOpenWhenTheEntranceStops() {
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello session=s ack=receipts\na\n!begin\nb\n!ping\n");
            assertThat(List.of(line(vehicle), line(vehicle), line(vehicle))).contains("+pong");

            CompletableFuture<Void> drained = hub.server().drain().toCompletableFuture();

            assertThat(vehicle.readAll()).last().asString().startsWith("-close shutting-down");
            await().until(drained::isDone);
        }
        assertThat(hub.session("s").orElseThrow().last()).isEqualTo(1);
        assertThat(hub.messages()).hasSize(1);
    }

    @Test
    void leavesNothingOfABatchWhoseSessionGoesOnElsewhere() {
        try (TestingVehicle former = hub.connect();
                TestingVehicle newcomer = hub.connect()) {
            former.send("!hello session=s ack=receipts\n!begin\na\n!ping\n");
            line(former);
            assertThat(line(former)).isEqualTo("+pong");

            newcomer.send("!hello session=s ack=receipts\nb\n");

            assertThat(line(newcomer)).contains("last=0");
            assertThat(line(newcomer)).isEqualTo("+ok 1");
            assertThat(former.readAll()).last().asString().startsWith("-close session-gone");
        }
        assertThat(hub.messages()).hasSize(1);
    }

    @Test
    void closesAConnectionThatIsSilentInABatch() {
        open(DEFAULTS.windowBytes(), DEFAULTS.memoryBytes(), Duration.ofMillis(300));
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!begin\na\n");
            assertThat(vehicle.readAll()).last().asString().startsWith("-close idle");
        }
        assertThat(hub.messages()).isEmpty();
    }

    private static String line(TestingVehicle vehicle) {
        return String.valueOf(vehicle.read());
    }

    private void open(int window, long memory, Duration idleTimeout) {
        hub.close();
        hub = TestingHub.open(new EntranceSettings(
                DEFAULTS.host(),
                DEFAULTS.port(),
                DEFAULTS.maxLineBytes(),
                DEFAULTS.maxPutBytes(),
                DEFAULTS.batch(),
                window,
                memory,
                DEFAULTS.maxConnections(),
                DEFAULTS.lineDeadline(),
                idleTimeout));
    }

    private static List<String> bodies(Cut cut) {
        List<String> bodies = new ArrayList<>();
        cut.slices()
                .forEach(slice -> SliceReader.read(slice, new SliceReader.Visitor() {
                    @Override
                    public void message(FramedMessage message) {
                        bodies.add(new String(message.body(), StandardCharsets.UTF_8));
                    }

                    @Override
                    public void refused(RefusedMessage message) {
                        throw new AssertionError(message);
                    }

                    @Override
                    public void session(SessionProgress progress) {
                        throw new AssertionError(progress);
                    }
                }));
        return bodies;
    }
}
