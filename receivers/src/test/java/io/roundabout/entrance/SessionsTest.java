package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final TestingHub hub = TestingHub.open();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void fencesTheFirstConnectionOffBeforeLastIsAnswered() {
        hub.holdDecisions();
        try (TestingVehicle first = hub.connect();
                TestingVehicle second = hub.connect()) {
            first.send("!hello session=s\na\nb\n");
            assertThat(first.read()).startsWith("+hello roundabout/1 session=s last=0 ");
            await().until(() -> hub.undecided() == 1);

            second.send("!hello session=s\n");
            assertThat(first.readAll())
                    .containsExactly("-close session-gone session 's' goes on in another connection."
                            + " Use a session once at a time.");
            hub.decide();

            assertThat(second.read()).startsWith("+hello roundabout/1 session=s last=2 ");
        }
    }

    @Test
    void greetsTheLastOfSeveralNewcomers() {
        hub.holdDecisions();
        try (TestingVehicle first = hub.connect();
                TestingVehicle second = hub.connect();
                TestingVehicle third = hub.connect()) {
            first.send("!hello session=s\na\n").read();
            await().until(() -> hub.undecided() == 1);
            second.send("!hello session=s\n");
            assertThat(first.readAll()).hasSize(1);

            third.send("!hello session=s\n");
            assertThat(second.readAll()).singleElement().asString().startsWith("-close session-gone ");
            hub.decide();

            assertThat(third.read()).contains(" last=1 ");
        }
    }

    @Test
    void countsOnFromTheLastDecidedMessage() {
        try (TestingVehicle first = hub.connect()) {
            first.send("!hello session=s ack=receipts\na\nb\n!bye\n").readAll();
        }

        try (TestingVehicle second = hub.connect()) {
            assertThat(second.send("!hello session=s ack=receipts resume=2\nc\n!bye\n")
                            .readAll())
                    .element(1)
                    .isEqualTo("+ok 3");
        }
    }

    @Test
    void takesLinesSentBehindTheGreetingWithoutWaitingForItsAnswer() {
        try (TestingVehicle vehicle = hub.connect()) {
            assertThat(vehicle.send("!hello session=s vehicle=caf%C3%A9\na\n!sync\n")
                            .halfClose()
                            .readAll())
                    .containsExactly(
                            "+hello roundabout/1 session=s last=0 max-line=65536 max-put=16777216 window=16777216",
                            "+sync 1",
                            "+ok 1");
        }
    }

    @Test
    void closesASessionThatIsNotRemembered() {
        try (TestingVehicle vehicle = hub.connect()) {
            assertThat(vehicle.send("!hello session=s resume=5\n").readAll())
                    .containsExactly("-close session-gone session 's' is not remembered (session.remember)."
                            + " Begin a new session; what had an +ok is safe.");
        }
    }

    @Test
    void repeatsRefusalsAboveTheKnownOneAlsoLateOnes() {
        hub.holdDecisions();
        try (TestingVehicle first = hub.connect()) {
            first.send("!hello session=s\na\nb\n").read();
            await().until(() -> hub.undecided() == 1);
            Refusal late = new Refusal(2, RefusalCode.CONFLICT, "id 'i' has another body");
            hub.decide(Map.of("s", new LateAnswers(List.of(late), List.of())));
            assertThat(first.read()).isEqualTo("-err 2 conflict id 'i' has another body");
            assertThat(first.read()).isEqualTo("+ok 2");
        }

        try (TestingVehicle second = hub.connect()) {
            second.send("!hello session=s known=1\n").read();

            assertThat(second.read()).isEqualTo("-err 2 conflict id 'i' has another body");
        }
    }

    @Test
    void givesAnonymousConnectionsAnIdThatNobodyCanAskFor() {
        try (TestingVehicle vehicle = hub.connect()) {
            String answer =
                    vehicle.send("!hello vehicle=v\na\n").halfClose().readAll().get(0);

            assertThat(answer).matches("\\+hello roundabout/1 session=%01[0-9a-f]+-[0-9]+ last=0 .*");
            SessionRange range = hub.stored().get(0).manifest().sessions().get(0);
            assertThat(range.resumable()).isFalse();
            try (TestingVehicle thief = hub.connect()) {
                String id = PercentCoding.encode(range.session());
                assertThat(thief.send("!hello session=" + id + "\n").read()).startsWith("-close bad-command ");
            }
        }
    }

    @Test
    void keepsARowForResumableSessionsOnly() {
        try (TestingVehicle named = hub.connect();
                TestingVehicle anonymous = hub.connect()) {
            named.send("!hello session=s\na\n").halfClose().readAll();
            anonymous.send("a\n").halfClose().readAll();

            assertThat(hub.session("s").orElseThrow().last()).isEqualTo(1);
            assertThat(hub.stored().get(1).manifest().sessions().get(0).resumable())
                    .isFalse();
        }
    }

    @Test
    void saysFarewellWhenNobodyHoldsASessionAndAllOfItIsDecided() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello session=s\na\n").read();
            await().until(() -> hub.undecided() == 1);
            assertThat(hub.farewells()).isEmpty();
        }

        hub.decide();

        await().until(() -> hub.farewells().contains("s"));
    }

    @Test
    void closesTheSessionsOfACutThatWasGivenUp() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello session=s\na\nb\n").read();
            await().until(() -> hub.undecided() == 1);

            hub.giveUp();

            assertThat(vehicle.readAll())
                    .containsExactly("-close internal messages up to 2 were not stored."
                            + " Come back and send again what has no +ok.");
        }
        try (TestingVehicle again = hub.connect()) {
            assertThat(again.send("!hello session=s\n").read()).contains(" last=0 ");
        }
    }

    @Test
    void saysFarewellToAnAnonymousSessionOnce() {
        for (int i = 0; i < 3; i++) {
            try (TestingVehicle vehicle = hub.connect()) {
                vehicle.send("a\n").halfClose().readAll();
            }
        }
        try (TestingVehicle last = hub.connect()) {
            last.send("!hello session=s\na\n").halfClose().readAll();
        }

        await().until(() -> hub.farewells().contains("s"));

        assertThat(hub.farewells()).hasSize(4).doesNotHaveDuplicates();
    }
}
