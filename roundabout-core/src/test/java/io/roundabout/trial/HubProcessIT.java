package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub as a process: how it ends and starts again. */
class HubProcessIT {
    @TempDir
    private Path folder;

    private HubProcess hub;

    @BeforeEach
    void start() {
        hub = HubProcess.in(folder).start();
    }

    @AfterEach
    void kill() {
        hub.close();
    }

    @Test
    void keepsWhatWaitsOverRestarts() throws Exception {
        assertThat(PlainVehicle.netcat(hub, "{\"hello\":\"world\"}\n")).containsExactly("+ok 1");
        assertThat(hub.stop().code()).isIn(0, 143);
        hub.start();
        assertThat(PlainVehicle.netcat(hub, "again\n")).containsExactly("+ok 1");

        hub.crash();

        assertThat(HubIT.take(hub, "default")).containsExactly("{\"hello\":\"world\"}", "again");
    }

    @Test
    void remembersIdsAndConflictsOverRestarts() throws Exception {
        try (PlainVehicle vehicle = PlainVehicle.to(hub).send("!hello session=s ack=receipts\n")) {
            vehicle.answer();
            assertThat(vehicle.send("!put key=k id=i 5\nfirst\n").answer()).isEqualTo("+ok 1");
            assertThat(vehicle.send("!put key=k id=i 5\nother\n").answer()).startsWith("-err 2 conflict ");
            assertThat(vehicle.answer()).isEqualTo("+ok 2");
        }
        for (int crash = 0; crash < 2; crash++) {
            hub.crash();
            assertThat(PlainVehicle.netcat(hub, "!hello session=s known=1\n"))
                    .as("crash %d", crash)
                    .satisfiesExactly(
                            hello -> assertThat(hello).contains(" last=2 "),
                            refusal -> assertThat(refusal).startsWith("-err 2 conflict "),
                            ok -> assertThat(ok).isEqualTo("+ok 2"));
        }

        assertThat(PlainVehicle.netcat(hub, "!put key=k id=i 5\nfirst\n")).containsExactly("*dup 1", "+ok 1");
        assertThat(HubIT.take(hub, "default")).containsExactly("first");
        // Not killed: that may race what was accepted.
        hub.stop();
        hub.start();
        assertThat(PlainVehicle.netcat(hub, "!put key=k id=i 5\nfirst\n")).containsExactly("*dup 1", "+ok 1");
        assertThat(HubIT.take(hub, "default")).isEmpty();
        assertThat(HubIT.take(hub, "dead/default")).containsExactly("other");
    }

    @Test
    void commitsWhatItReceivedBeforeItEnds() throws Exception {
        List<String> lines =
                IntStream.range(0, 20_000).mapToObj(i -> "line " + i).toList();
        List<String> answers = new ArrayList<>();
        try (PlainVehicle vehicle = PlainVehicle.to(hub).send("!hello session=s ack=receipts\n")) {
            vehicle.answer();
            vehicle.send(String.join("\n", lines) + "\n!ping\n");
            answers.addAll(vehicle.answersUpTo("+pong"));

            HubProcess.Ending ending = hub.stop();

            assertThat(ending.code()).isIn(0, 143);
            assertThat(ending.words())
                    .containsExactly("roundabout: stopping: committing what was received …", "roundabout: stopped");
            answers.addAll(vehicle.remainingAnswers());
        }
        assertThat(answers).contains("+ok 20000");
        hub.start();
        assertThat(HubIT.take(hub, "default")).isEqualTo(lines);
    }
}
