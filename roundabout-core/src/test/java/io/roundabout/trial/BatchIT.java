package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.vehicle.Batch;
import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Receipt;
import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches and a whole hub: joins see all of one or nothing, also when the hub is killed. */
class BatchIT {
    private static final int PAIRS = 300;
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /customer}
              payments: {key: /customer}
            joins:
              paid: {inputs: {orders: one, payments: one}}
            """;

    @TempDir
    private static Path folder;

    private static HubProcess hub;

    @BeforeAll
    static void start() {
        hub = HubProcess.in(folder).pipeline(PIPELINE).start();
    }

    @AfterAll
    static void kill() {
        hub.close();
    }

    /** What was taken, by message-id: what a kill kept from being settled comes again, and is the same. */
    private final Map<String, String> taken = new HashMap<>();

    private void take() {
        try (Vehicle vehicle = hub.vehicle("taker").build();
                Collecting messages = vehicle.take("paid", 1_000_000)) {
            for (CollectedMessage message : messages) {
                taken.put(message.id().orElseThrow(), message.text());
            }
        }
    }

    private List<String> taken(String name) {
        return taken.values().stream()
                .filter(body -> body.contains("\"" + name + "."))
                .toList();
    }

    @Test
    void takesAllOrNothingWhenKilledBetweenEndAndOk() throws IOException {
        for (int round = 0; round < 3; round++) {
            String session = "round-" + round;
            try (PlainVehicle vehicle = PlainVehicle.to(hub)) {
                vehicle.send("!hello session=" + session + " ack=receipts\n");
                assertThat(vehicle.answer()).contains(" last=0 ");
                vehicle.send(batch(session));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30L * round));

                hub.crash();
            }
            try (PlainVehicle back = PlainVehicle.to(hub)) {
                back.send("!hello session=" + session + " ack=receipts\n");
                boolean kept = !back.answer().contains(" last=0 ");
                take();
                assertThat(taken(session)).as("after the kill of " + session).hasSize(kept ? PAIRS : 0);
                if (!kept) {
                    back.send(batch(session));
                }
                back.send("!bye\n");
                assertThat(back.remainingAnswers()).last().isEqualTo("+bye " + 2 * PAIRS);
                take();
                assertThat(taken(session)).containsExactlyInAnyOrderElementsOf(results(session));
            }
        }
        assertThat(hub.words()).isEmpty();
    }

    @Test
    void sendsAWholeBatchAgainAfterTheHubWasKilled() {
        try (Vehicle vehicle = hub.vehicle("batching").build()) {
            for (int round = 0; round < 2; round++) {
                Batch batch = vehicle.batch();
                for (int n = 0; n < PAIRS; n++) {
                    batch.push("orders", message("sdk-" + round, n));
                    batch.push("payments", message("sdk-" + round, n));
                }
                CompletableFuture<Receipt> receipt = batch.commit();

                hub.crash();

                assertThat(receipt.join().number()).isEqualTo(2L * PAIRS * (round + 1));
                take();
                assertThat(taken("sdk-" + round)).containsExactlyInAnyOrderElementsOf(results("sdk-" + round));
            }
        }
        assertThat(hub.words()).isEmpty();
    }

    @Test
    void leavesNothingOfARefusedBatchButItsDeadLetter() throws IOException {
        List<String> answers = PlainVehicle.netcat(
                hub, "!stream orders\n!begin\n" + message("r", 1) + "\noops\n" + message("r", 2) + "\n!end 3\n");

        assertThat(answers).hasSize(3);
        assertThat(answers.get(0)).startsWith("-err 2 bad-json ");
        assertThat(answers.get(1)).startsWith("-err 3 batch-refused ");
        assertThat(answers.get(2)).isEqualTo("+ok 3");
        assertThat(HubIT.take(hub, "dead/orders")).containsExactly("oops");
        PlainVehicle.netcat(hub, "!stream payments\n" + message("r", 1) + "\n");
        take();
        assertThat(taken("r")).isEmpty();
    }

    /** The batch is in many partitions, and its conflict in one. */
    @Test
    void leavesNothingOfABatchWithAConflict() throws IOException {
        PlainVehicle.netcat(hub, "!stream orders\n!put key=v7 id=known 3\n{ }\n");
        StringBuilder batch = new StringBuilder("!begin\n");
        for (int n = 0; n < PAIRS; n++) {
            String put = "!put key=v" + n + " id=" + (n == 7 ? "known" : "new") + " "
                    + message("v", n).length() + "\n";
            batch.append("!stream orders\n").append(put).append(message("v", n)).append('\n');
            batch.append("!stream payments\n")
                    .append(put)
                    .append(message("v", n))
                    .append('\n');
        }

        List<String> answers = PlainVehicle.netcat(hub, batch.append("!end\n").toString());

        assertThat(answers).hasSize(3);
        assertThat(answers.get(0)).startsWith("-err 15 conflict ");
        assertThat(answers.get(1)).startsWith("-err 600 batch-refused ").contains("message 15 ");
        assertThat(answers.get(2)).isEqualTo("+ok 600");
        assertThat(HubIT.take(hub, "dead/orders")).containsExactly(message("v", 7));
        take();
        assertThat(taken("v")).isEmpty();

        String mended = batch.toString().replace("id=known", "id=other");
        assertThat(PlainVehicle.netcat(hub, mended)).containsExactly("+ok 600");
        take();
        assertThat(taken("v")).hasSize(PAIRS);
        assertThat(hub.words()).isEmpty();
    }

    @Test
    void takesABatchFromPython() throws Exception {
        List<String> printed = Script.python(
                Map.of(),
                Path.of("src", "test", "resources", "interop", "batch.py"),
                "" + hub.entrancePort(),
                "" + PAIRS);

        assertThat(printed).containsExactly("kept " + 2 * PAIRS, "refused 2 no-key");
        take();
        assertThat(taken("py")).containsExactlyInAnyOrderElementsOf(results("py"));
        assertThat(HubIT.take(hub, "dead/orders")).containsExactly("{}");
    }

    private static String batch(String name) {
        StringBuilder lines = new StringBuilder("!begin " + name + "\n");
        for (int n = 0; n < PAIRS; n++) {
            lines.append("!stream orders\n").append(message(name, n)).append('\n');
            lines.append("!stream payments\n").append(message(name, n)).append('\n');
        }
        return lines.append("!end ").append(2 * PAIRS).append('\n').toString();
    }

    private static List<String> results(String name) {
        return IntStream.range(0, PAIRS)
                .mapToObj(n -> "{\"key\":\"" + name + "." + n + "\",\"orders\":" + message(name, n) + ",\"payments\":"
                        + message(name, n) + "}")
                .toList();
    }

    private static String message(String name, int number) {
        return "{\"customer\":\"" + name + "." + number + "\"}";
    }
}
