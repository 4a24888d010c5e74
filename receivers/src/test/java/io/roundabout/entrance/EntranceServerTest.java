package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.roundabout.RoundaboutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntranceServerTest {
    private static final EntranceSettings DEFAULTS = EntranceSettings.defaults("127.0.0.1", 0);

    @Test
    void saysWhatToDoWhenThePortIsTaken() {
        try (TestingHub hub = TestingHub.open()) {
            int port = hub.server().address().getPort();

            assertThatThrownBy(() -> TestingHub.open(EntranceSettings.defaults("127.0.0.1", port)))
                    .isInstanceOf(RoundaboutException.class)
                    .hasMessage("PORT_IN_USE: entrance '127.0.0.1:" + port
                            + "' cannot listen, because another process does. Stop it (is another hub running?),"
                            + " or choose another port with --entrance HOST:PORT.");
        }
    }

    @Test
    void storesAtMostTwoUndecidedCuts() {
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect()) {
            hub.holdDecisions();
            vehicle.send("!hello session=s ack=receipts\nfirst\n").read();
            await().until(() -> hub.undecided() == 1);
            // Too little for a second cut, then enough, then enough for a third that has to wait.
            vehicle.send("little\n!ping\n").read();
            assertThat(hub.stored()).hasSize(1);
            vehicle.send("x".repeat(60_000).concat("\n").repeat(5) + "!ping\n").read();
            await().until(() -> hub.undecided() == 2);
            vehicle.send("x".repeat(60_000).concat("\n").repeat(5) + "!ping\n").read();
            assertThat(hub.stored()).hasSize(2);

            hub.decide();

            assertThat(vehicle.read()).isEqualTo("+ok 1");
            await().until(() -> hub.stored().size() == 3);
        }
    }

    @Test
    void losesNothingWhenAReceiverFailsAndAnotherAttaches() {
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect()) {
            hub.failToStore();
            vehicle.send("!hello session=s ack=receipts\na\n").read();
            vehicle.send("b\n!ping\n").read();
            hub.server().detach(hub);
            assertThat(hub.stored()).isEmpty();

            hub.storeAgain();
            hub.server().attach(hub);

            await().until(() -> hub.messages().size() == 2);
            vehicle.send("!bye\n");
            assertThat(vehicle.readAll()).contains("+ok 2").endsWith("+bye 2");
        }
    }

    @Test
    void gathersWhileNoReceiverIsAttached() {
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect()) {
            hub.server().detach(hub);
            vehicle.send("a\n!ping\n").read();
            vehicle.send("b\n!ping\n").read();

            hub.server().attach(hub);

            await().until(() -> hub.messages().size() == 2);
            assertThat(hub.stored()).hasSize(1);
        }
    }

    @Test
    void stopsReadingAVehicleWhoseWindowIsFullAndGoesOn() {
        EntranceSettings small = settings(1 << 20, 64L << 20, 2_048, Duration.ofSeconds(30), Duration.ofMinutes(5));
        try (TestingHub hub = TestingHub.open(small);
                TestingVehicle vehicle = hub.connect();
                TestingVehicle other = hub.connect()) {
            hub.holdDecisions();
            String line = "x".repeat(9_999) + "\n";
            CompletableFuture<Void> sent = CompletableFuture.runAsync(
                    () -> vehicle.send(line.repeat(3_000)).halfClose());
            assertThat(vehicle.read()).isEqualTo("*hold reason=window");
            assertThat(sent).isNotDone();
            assertThat(bytes(hub.stored())).isLessThan(3 << 20);
            // Another vehicle is read all the same.
            assertThat(other.send("a\n!ping\n").read()).isEqualTo("+pong");

            hub.decideAll();

            assertThat(vehicle.readAll()).contains("*go").endsWith("+ok 3000");
            assertThat(hub.messages()).hasSize(3_001);
        }
    }

    @Test
    void keepsTheUndecidedOfAllVehiclesWithinItsMemory() {
        EntranceSettings small = settings(16 << 20, 16L << 20, 2_048, Duration.ofSeconds(30), Duration.ofMinutes(5));
        try (TestingHub hub = TestingHub.open(small);
                TestingVehicle one = hub.connect();
                TestingVehicle two = hub.connect()) {
            hub.holdDecisions();
            String lines = ("x".repeat(9_999) + "\n").repeat(2_000);
            CompletableFuture<Void> first =
                    CompletableFuture.runAsync(() -> one.send(lines).halfClose());
            CompletableFuture<Void> second =
                    CompletableFuture.runAsync(() -> two.send(lines).halfClose());
            assertThat(one.read()).isEqualTo("*hold reason=window");
            assertThat(two.read()).isEqualTo("*hold reason=window");
            assertThat(CompletableFuture.allOf(first, second)).isNotDone();
            assertThat(bytes(hub.stored())).isLessThan(17 << 20);

            hub.decideAll();

            assertThat(one.readAll()).endsWith("+ok 2000");
            assertThat(two.readAll()).endsWith("+ok 2000");
        }
    }

    @Test
    void takesLongBodiesOneAfterTheOtherWhenMemoryIsShort() {
        EntranceSettings small = settings(16 << 20, 17L << 20, 2_048, Duration.ofSeconds(30), Duration.ofMinutes(5));
        try (TestingHub hub = TestingHub.open(small)) {
            List<CompletableFuture<String>> answers = IntStream.range(0, 3)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> put(hub, 12 << 20)))
                    .toList();

            assertThat(answers).extracting(CompletableFuture::join).containsOnly("+ok 1");
            assertThat(hub.messages()).hasSize(3);
        }
    }

    private static String put(TestingHub hub, int length) {
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!put key=k " + length + "\n").send(new byte[length]).send("\n");
            List<String> lines = vehicle.halfClose().readAll();
            return lines.get(lines.size() - 1);
        }
    }

    @Test
    void drainsWhatWasFramedAndTellsEveryVehicle() throws Exception {
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect();
                TestingVehicle silent = hub.connect()) {
            hub.holdDecisions();
            silent.send("!ping\n").read();
            vehicle.send("!hello session=s\na\nb\n!ping\nunfinished").read();
            assertThat(vehicle.read()).isEqualTo("+pong");
            await().until(() -> hub.undecided() == 1);

            CompletableFuture<Void> drained = hub.server().drain().toCompletableFuture();
            hub.decide();

            String close = "-close shutting-down the hub stops. Come back later and send again what has no +ok.";
            assertThat(vehicle.readAll()).containsExactly("+ok 2", close);
            assertThat(silent.readAll()).containsExactly("+ok 0", close);
            drained.get(10, TimeUnit.SECONDS);
            // The JDK gives the port back only when the loop selects again.
            await().untilAsserted(() -> assertThatThrownBy(hub::connect).hasMessageContaining("refused"));
        }
    }

    @Test
    void closesConnectionsBeyondTheLimit() {
        EntranceSettings one = settings(16 << 20, 64L << 20, 1, Duration.ofSeconds(30), Duration.ofMinutes(5));
        try (TestingHub hub = TestingHub.open(one);
                TestingVehicle first = hub.connect()) {
            first.send("!ping\n").read();
            try (TestingVehicle second = hub.connect()) {
                assertThat(second.readAll())
                        .containsExactly("-close too-many 1 connections are open (entrance.max-connections)."
                                + " Come back later.");
            }
        }
    }

    @Test
    void closesAVehicleThatDoesNotEndItsLine() {
        EntranceSettings hasty = settings(16 << 20, 64L << 20, 9, Duration.ofMillis(300), Duration.ofMinutes(5));
        try (TestingHub hub = TestingHub.open(hasty);
                TestingVehicle vehicle = hub.connect()) {
            assertThat(vehicle.send("no end").readAll())
                    .containsExactly("-close idle a line or body took longer than 0.3 s (entrance.line-deadline)."
                            + " Send it again.");
        }
    }

    @Test
    void closesAVehicleThatSendsNothing() {
        EntranceSettings hasty = settings(16 << 20, 64L << 20, 9, Duration.ofSeconds(30), Duration.ofMillis(300));
        try (TestingHub hub = TestingHub.open(hasty);
                TestingVehicle vehicle = hub.connect()) {
            assertThat(vehicle.readAll())
                    .containsExactly("-close idle nothing came for 0.3 s (entrance.idle-timeout). Come back.");
        }
    }

    @Test
    void closesAVehicleThatDoesNotReadItsAnswers() {
        EntranceSettings hasty = settings(16 << 20, 64L << 20, 9, Duration.ofMillis(300), Duration.ofMinutes(5));
        try (TestingHub hub = TestingHub.open(hasty);
                TestingVehicle vehicle = hub.connect()) {
            CompletableFuture<TestingVehicle> sent =
                    CompletableFuture.supplyAsync(() -> vehicle.send("!ping\n".repeat(10_000_000)));

            await().until(() -> hub.farewells().size() == 1);

            await().until(sent::isDone);
        }
    }

    @Test
    void takesOnlySoManyUndeclaredNames() {
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect()) {
            hub.admitAtMost(2);
            // A name that nothing is sent to costs nothing.
            vehicle.send("!stream x\n!stream a\n1\n!stream b\n2\n!stream c\n3\n!stream a\n4\n")
                    .halfClose();

            assertThat(vehicle.readAll())
                    .containsExactly(
                            "-err 3 unknown-stream stream 'c' is not declared, and the hub has as many undeclared names as"
                                    + " it takes (undeclared.most). Use one of those, or declare the streams in a"
                                    + " pipeline file.",
                            "+ok 4");
            assertThat(hub.streams()).containsOnly("a", "b").hasSize(3);
            assertThat(hub.setAside()).isEmpty();
        }
    }

    @Test
    void stopsReadingAVehicleThatIsTooSlow() {
        EntranceSettings hasty = settings(16 << 20, 64L << 20, 9, Duration.ofSeconds(1), Duration.ofMinutes(5));
        try (TestingHub hub = TestingHub.open(hasty);
                TestingVehicle vehicle = hub.connect()) {
            CompletableFuture<TestingVehicle> sent =
                    CompletableFuture.supplyAsync(() -> vehicle.send("!ping\n".repeat(10_000_000)));

            // What was sent is not read to its end, but reset.
            assertThat(sent).failsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void throwsLittleAwayOfAVehicleThatWasTurnedOut() {
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect()) {
            CompletableFuture<TestingVehicle> sent = CompletableFuture.supplyAsync(
                    () -> vehicle.send("!nonsense\n").send(new byte[32 << 20]));

            assertThat(vehicle.read()).startsWith("-close bad-command");
            assertThat(sent).failsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void saysTheLastWordToAVehicleThatReadsLate() {
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!stream 1x\n" + "a\n".repeat(20_000)).halfClose();
            await().until(() -> hub.farewells().size() == 1);

            List<String> answers = vehicle.readAll();

            assertThat(answers).hasSize(20_001).endsWith("+ok 20000");
        }
    }

    @Test
    void goesOnWhenTheBodyThatHadTheRoomNeverEnds() {
        int length = DEFAULTS.maxPutBytes();
        try (TestingHub hub = TestingHub.open(DEFAULTS.withMemory(length));
                TestingVehicle first = hub.connect();
                TestingVehicle second = hub.connect()) {
            first.send("!hello\n").read();
            first.send("!ping\n!put key=k " + length + "\nbeginning").read();
            second.send("!hello ack=receipts\n").read();
            second.send("!ping\n!put key=k " + length + "\n").read();

            first.halfClose();

            Thread sender = new Thread(() -> second.send(new byte[length]).send("\n"));
            sender.start();
            assertThat(second.read()).isEqualTo("+ok 1");
        }
    }

    @Test
    void framesBytesThatComeOneByOne() {
        byte[] bytes = "!hello session=s\r\n!stream a\n{\"é\":1}\n!put key=k 3\na\nb\n!!x\n!sync\n"
                .getBytes(StandardCharsets.UTF_8);
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect()) {
            for (byte b : bytes) {
                vehicle.send(new byte[] {b});
            }
            assertThat(vehicle.halfClose().readAll()).hasSize(3).endsWith("+sync 3", "+ok 3");
            assertThat(hub.messages()).hasSize(3);
        }
    }

    private static long bytes(List<Cut> cuts) {
        return cuts.stream()
                .flatMap(cut -> cut.slices().stream())
                .mapToLong(slice -> slice.length)
                .sum();
    }

    private static EntranceSettings settings(
            int window, long memory, int connections, Duration lineDeadline, Duration idleTimeout) {
        return new EntranceSettings(
                DEFAULTS.host(),
                DEFAULTS.port(),
                DEFAULTS.maxLineBytes(),
                DEFAULTS.maxPutBytes(),
                DEFAULTS.batch(),
                window,
                memory,
                connections,
                lineDeadline,
                idleTimeout);
    }
}
