package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that are committed while results they brought about are owed. */
class WaitsTest {
    private final TestingHub hub = TestingHub.open();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void saysOkUpToTheFirstMessageThatWaits() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello ack=receipts\na\nb\nc\nd\n!sync\n!ping\n").read();
            assertThat(vehicle.read()).isEqualTo("+pong");
            await().until(() -> hub.undecided() == 1);

            hub.decideWaiting(waits(2, 3, 7, 2, 7), waits(0, 3, 4));

            assertThat(vehicle.read()).isEqualTo("+ok 2");
            hub.server().cursorsDone(2, 7);
            hub.server().cursorsDone(0, 8);
            assertThat(vehicle.send("!ping\n").read()).isEqualTo("+pong");
            hub.server().cursorsDone(2, 8);
            assertThat(vehicle.read()).isEqualTo("+ok 4");
            assertThat(vehicle.read()).isEqualTo("+sync 4");
        }
    }

    @Test
    void goesOnStepByStep() {
        hub.holdDecisions();
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello ack=receipts\na\nb\nc\n").read();
            await().until(() -> hub.undecided() == 1);
            hub.decideWaiting(waits(0, 0, 5, 1, 6));

            hub.server().cursorsDone(0, 6);

            assertThat(vehicle.read()).isEqualTo("+ok 1");
            hub.server().cursorsDone(0, 7);
            assertThat(vehicle.read()).isEqualTo("+ok 3");
        }
    }

    @Test
    void answersOthersMeanwhile() {
        hub.holdDecisions();
        try (TestingVehicle starter = hub.connect();
                TestingVehicle other = hub.connect()) {
            starter.send("!hello ack=receipts\n!ping\na\n").read();
            assertThat(starter.read()).isEqualTo("+pong");
            await().until(() -> hub.undecided() == 1);
            hub.decideWaiting(waits(0, 0, 0));
            hub.decideAll();

            other.send("b\n").halfClose();

            assertThat(other.readAll()).containsExactly("+ok 1");
            starter.send("c\n");
            await().until(() -> hub.stored().size() == 3 && hub.undecided() == 0);
            hub.server().cursorsDone(0, 1);
            assertThat(starter.read()).isEqualTo("+ok 2");
        }
    }

    @Test
    void saysTheLastWordsWhenNothingWaits() {
        hub.holdDecisions();
        try (TestingVehicle leaving = hub.connect()) {
            leaving.send("!hello\na\n!bye\n").read();
            await().until(() -> hub.undecided() == 1);
            hub.decideWaiting(waits(1, 0, 0));
            try (TestingVehicle closing = hub.connect()) {
                closing.send("b\n").halfClose();
                await().until(() -> hub.undecided() == 1);
                hub.decideWaiting(waits(1, 0, 1));

                hub.server().cursorsDone(1, 1);

                assertThat(leaving.readAll()).containsExactly("+ok 1", "+bye 1");
                hub.server().cursorsDone(1, 2);
                assertThat(closing.readAll()).containsExactly("+ok 1");
            }
        }
    }

    @Test
    void greetsASessionWithWhatIsDurable() {
        hub.holdDecisions();
        try (TestingVehicle first = hub.connect()) {
            first.send("!hello session=s ack=receipts\na\nb\n").read();
            await().until(() -> hub.undecided() == 1);
            hub.decideWaiting(waits(0, 1, 3));
            assertThat(first.read()).isEqualTo("+ok 1");

            try (TestingVehicle second = hub.connect()) {
                assertThat(second.send("!hello session=s ack=receipts\n").read())
                        .contains(" last=2 ");
                second.send("c\n");
                await().until(() -> hub.undecided() == 1);
                hub.decide();

                assertThat(second.read()).isEqualTo("+ok 3");
            }
        }
    }

    @Test
    void countsWhatWaitsNoLongerAgainstTheWindow() {
        hub.close();
        EntranceSettings defaults = EntranceSettings.defaults("127.0.0.1", 0);
        EntranceSettings narrow = new EntranceSettings(
                defaults.host(),
                defaults.port(),
                defaults.maxLineBytes(),
                defaults.maxPutBytes(),
                defaults.batch(),
                1_024,
                defaults.memoryBytes(),
                defaults.maxConnections(),
                defaults.lineDeadline(),
                defaults.idleTimeout());
        try (TestingHub small = TestingHub.open(narrow);
                TestingVehicle vehicle = small.connect()) {
            small.holdDecisions();
            String line = "x".repeat(600) + "\n";
            vehicle.send("!hello ack=receipts\n" + line).read();
            await().until(() -> small.undecided() == 1);
            small.decideWaiting(waits(0, 0, 0));
            small.decideAll();

            vehicle.send(line.repeat(10) + "!ping\n");

            assertThat(vehicle.read()).isEqualTo("+pong");
        }
    }

    @Test
    void findsNumbersAmongRefusalsAndOtherSessions() {
        Numbering numbering = new Numbering();
        Session one = new Session("one", false, 0);
        Session two = new Session("two", false, 0);
        assertThat(numbering.add(0, one, 1)).isEqualTo(Numbering.RUN_BYTES);
        assertThat(numbering.add(1, one, 2)).isZero();
        numbering.add(2, two, 9);
        numbering.add(3, one, 3);
        numbering.add(4, one, 6);
        numbering.add(7, one, 9);
        List<String> found = new ArrayList<>();

        for (int position : new int[] {0, 1, 2, 3, 4, 7}) {
            numbering.find(position, (session, number) -> found.add(session.id() + " " + number));
        }

        assertThat(found).containsExactly("one 1", "one 2", "two 9", "one 3", "one 6", "one 9");
    }

    @Test
    void sharesOutWhatWaitsByCut() {
        Waits turn = waits(3, 0, 10, 4, 11, 5, 10, 9, 12);

        Waits second = turn.from(4, 5);

        List<String> found = new ArrayList<>();
        second.forEach((position, cursor) -> found.add(position + " for " + cursor));
        assertThat(found).containsExactly("0 for 11", "1 for 10");
        assertThat(second.partition()).isEqualTo(3);
        assertThat(turn.from(10, 5).isEmpty()).isTrue();
    }

    /** Returns messages of a partition that wait: position and cursor of each. */
    private static Waits waits(int partition, int... pairs) {
        Waits waits = new Waits(partition);
        for (int i = 0; i < pairs.length; i += 2) {
            waits.add(pairs[i], pairs[i + 1]);
        }
        return waits;
    }
}
