package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One message completes more than a turn makes: 50,000. */
class LongCompletionIT {
    private static final int WAITING = 160_000;
    private static final String CUSTOMER = "{\"id\":\"hot\"}";
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /customer}
              customers: {key: /id}
              notes: {format: text, key: none}
            joins:
              named: {inputs: {orders: one, customers: latest}}
            """;

    @TempDir
    private Path folder;

    @Test
    void answersOthersBeforeTheVehicleThatBeganIt() throws IOException {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            pushWhatWaits(hub);
            try (PlainVehicle starter = customers(hub);
                    PlainVehicle other = notes(hub)) {
                starter.send(CUSTOMER + "\n");
                other.send("a note\n");
                assertThat(other.answer()).isEqualTo("+ok 1");

                starter.send("!ping\n");

                assertThat(starter.answer()).as("before its +ok").isEqualTo("+pong");
                assertThat(starter.answer()).isEqualTo("+ok 1");
            }
            assertThat(HubIT.take(hub, "named")).as("ready at once").isEqualTo(results());
            assertThat(hub.words()).isEmpty();
        }
    }

    @Test
    void goesOnAfterItWasKilled() throws IOException {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            pushWhatWaits(hub);
            try (PlainVehicle starter = customers(hub);
                    PlainVehicle other = notes(hub)) {
                starter.send(CUSTOMER + "\n");
                other.send("a note\n");
                assertThat(other.answer()).isEqualTo("+ok 1");

                hub.crash();

                assertThat(starter.remainingAnswers())
                        .as("killed in the middle")
                        .isEmpty();
            }
            try (PlainVehicle back = PlainVehicle.to(hub).send("!hello session=starter\n")) {
                assertThat(back.answer()).contains(" last=1 ");
            }
            List<String> taken = new ArrayList<>();
            await().atMost(HubProcess.PATIENCE).until(() -> {
                taken.addAll(HubIT.take(hub, "named"));
                return taken.size() >= WAITING;
            });
            assertThat(taken).isEqualTo(results());
            assertThat(hub.words()).isEmpty();
        }
    }

    private static void pushWhatWaits(HubProcess hub) throws IOException {
        StringBuilder orders = new StringBuilder("!stream orders\n");
        IntStream.range(0, WAITING).forEach(n -> orders.append(order(n)).append('\n'));
        assertThat(PlainVehicle.netcat(hub, orders.toString())).containsExactly("+ok " + WAITING);
    }

    private static PlainVehicle customers(HubProcess hub) throws IOException {
        return greeted(PlainVehicle.to(hub).send("!hello session=starter ack=receipts\n!stream customers\n"));
    }

    private static PlainVehicle notes(HubProcess hub) throws IOException {
        return greeted(PlainVehicle.to(hub).send("!hello ack=receipts\n!stream notes\n"));
    }

    private static PlainVehicle greeted(PlainVehicle vehicle) throws IOException {
        assertThat(vehicle.answer()).startsWith("+hello ");
        return vehicle;
    }

    private static List<String> results() {
        return IntStream.range(0, WAITING)
                .mapToObj(n -> "{\"key\":\"hot\",\"orders\":" + order(n) + ",\"customers\":" + CUSTOMER + "}")
                .toList();
    }

    private static String order(int number) {
        return "{\"customer\":\"hot\",\"n\":" + number + "}";
    }
}
