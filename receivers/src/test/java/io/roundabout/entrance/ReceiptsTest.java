package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private final TestingHub hub = TestingHub.open();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void tellsAsCommitsHappen() {
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello ack=receipts\na\n").read();
            assertThat(vehicle.read()).isEqualTo("+ok 1");

            vehicle.send("b\n");

            assertThat(vehicle.read()).isEqualTo("+ok 2");
        }
    }

    @Test
    void tellsTheFinalNumberWhenTheVehicleIsQuiet() {
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("a\n\nb\n!stream 1x\nc\n");

            assertThat(vehicle.read()).startsWith("-err 3 bad-name ");
            assertThat(vehicle.read()).isEqualTo("+ok 3");
        }
    }

    @Test
    void tellsAQuietVehicleOfWhatIsDecidedLater() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("a\n");
            await().until(() -> hub.undecided() == 1);

            hub.decide();

            assertThat(vehicle.read()).isEqualTo("+ok 1");
        }
    }

    @Test
    void tellsNothingButTheCloseWhenOff() {
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello ack=off\n!stream 1x\na\n!sync\n!bye\n").read();

            assertThat(vehicle.readAll()).containsExactly("+sync 1", "+bye 1");
        }
    }

    @Test
    void refusesAtOnceButCountsTheRefusalWithItsCut() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello ack=receipts\n!stream 1x\na\n!sync\n!ping\n").read();
            assertThat(vehicle.read()).startsWith("-err 1 bad-name ");
            assertThat(vehicle.read()).isEqualTo("+pong");
            await().until(() -> hub.undecided() == 1);

            hub.decide();

            assertThat(vehicle.read()).isEqualTo("+ok 1");
            assertThat(vehicle.read()).isEqualTo("+sync 1");
        }
    }

    @Test
    void answersAHalfCloseOnlyWhenAllIsDecided() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("a\nb").halfClose();
            assertThat(vehicle.read())
                    .isEqualTo("-err 2 partial-line the last line has no end; it was not taken."
                            + " Send it again, with its line end.");
            await().until(() -> hub.undecided() == 1);

            hub.decide();

            assertThat(vehicle.readAll()).containsExactly("+ok 1");
        }
    }

    @Test
    void answersEverySyncHoweverManyWait() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("a\n" + "!sync\n".repeat(5_000)).halfClose();
            await().until(() -> hub.undecided() == 1);

            hub.decide();

            assertThat(vehicle.readAll()).hasSize(5_001).startsWith("+sync 1").endsWith("+ok 1");
        }
    }

    @Test
    void tellsLateAnswersInOrderOfNumberBeforeTheirOk() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello session=s ack=receipts\n" + "a\n".repeat(6)).read();
            await().until(() -> hub.undecided() == 1);

            hub.decide(Map.of("s", new LateAnswers(List.of(conflict(2), conflict(5)), List.of(1L, 4L, 6L))));

            assertThat(vehicle.halfClose().readAll())
                    .startsWith("*dup 1", "-err 2 conflict why", "*dup 4", "-err 5 conflict why", "*dup 6", "+ok 6");
        }
    }

    @Test
    void tellsHoweverManyDuplicates() {
        hub.holdDecisions();
        List<Long> all = LongStream.rangeClosed(1, 10_000).boxed().toList();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello session=s ack=final\n" + "a\n".repeat(all.size()))
                    .halfClose()
                    .read();
            await().until(() -> isLastUndecided(all.size()));

            hub.decide(Map.of("s", new LateAnswers(List.of(), all)));

            List<String> expected =
                    new ArrayList<>(all.stream().map(number -> "*dup " + number).toList());
            expected.add("+ok 10000");
            assertThat(vehicle.readAll()).isEqualTo(expected);
        }
    }

    @Test
    void tellsNoLateAnswersWhenOff() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello session=s ack=off\na\nb\n!bye\n").read();
            await().until(() -> hub.undecided() == 1);

            hub.decide(Map.of("s", new LateAnswers(List.of(conflict(2)), List.of(1L))));

            assertThat(vehicle.readAll()).containsExactly("+bye 2");
        }
    }

    /** Decides whatever comes before the cut that holds the last message. */
    private boolean isLastUndecided(int messages) {
        // No cut may be stored between the two looks.
        synchronized (hub) {
            int stored = hub.stored().stream()
                    .mapToInt(cut -> cut.manifest().messages())
                    .sum();
            boolean all = stored == messages;
            while (hub.undecided() > (all ? 1 : 0)) {
                hub.decide();
            }
            return all;
        }
    }

    private static Refusal conflict(long number) {
        return new Refusal(number, RefusalCode.CONFLICT, "why");
    }
}
