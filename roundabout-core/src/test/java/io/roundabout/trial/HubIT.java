package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One hub, and vehicles that come and go. */
class HubIT {
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /customer}
              payments: {key: /customer}
              refunds: {key: /customer}
              customers: {key: /id}
              notes: {format: text, key: none}
            joins:
              paid: {inputs: {orders: one, payments: one}}
              named: {inputs: {refunds: one, customers: latest}}
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

    static List<String> take(HubProcess from, String address) {
        return take(from, address, 1_000_000);
    }

    static List<String> take(HubProcess from, String address, int most) {
        List<String> bodies = new ArrayList<>();
        try (Vehicle vehicle = from.vehicle("taker").build();
                Collecting messages = vehicle.take(address, most)) {
            for (CollectedMessage message : messages) {
                bodies.add(message.text());
            }
        }
        return bodies;
    }

    @Test
    void tellsACollectorThatItIsAtTheEntrance() throws IOException, InterruptedException {
        int entrance = hub.entrancePort();
        try (CommandProcess collect = CommandProcess.start(entrance, entrance, folder, "collect", "notes")) {
            CommandProcess.Told told = collect.told();
            assertThat(told.err())
                    .isEqualTo("roundabout: 127.0.0.1:" + entrance + " does not speak AMQP but what an entrance speaks;"
                            + " is it the hub's --entrance port? Say where to go with --amqp HOST:PORT.\n");
            assertThat(told.code()).isEqualTo(3);
        }
    }

    @Test
    void givesOutWhatAPlainSocketLeft() throws IOException {
        List<String> answers = PlainVehicle.netcat(hub, "!stream notes\nfirst\nsecond\n");

        assertThat(answers).containsExactly("+ok 2");
        assertThat(take(hub, "notes")).containsExactly("first", "second");
        assertThat(take(hub, "notes")).isEmpty();
    }

    @Test
    void pairsTheNthOfAKeyWithTheNth() throws IOException {
        PlainVehicle.netcat(hub, "!stream orders\n{\"customer\":\"a\",\"n\":1}\n{\"customer\":\"a\",\"n\":2}\n");
        assertThat(take(hub, "paid")).isEmpty();

        PlainVehicle.netcat(hub, "!stream payments\n{\"customer\":\"a\",\"p\":1}\n{\"customer\":\"a\",\"p\":2}\n");

        assertThat(take(hub, "paid"))
                .containsExactly(
                        "{\"key\":\"a\",\"orders\":{\"customer\":\"a\",\"n\":1},\"payments\":{\"customer\":\"a\",\"p\":1}}",
                        "{\"key\":\"a\",\"orders\":{\"customer\":\"a\",\"n\":2},\"payments\":{\"customer\":\"a\",\"p\":2}}");
    }

    @Test
    void namesWhatComesAfterTheLatest() throws IOException {
        PlainVehicle.netcat(
                hub, "!stream customers\n{\"id\":\"b\",\"name\":\"Old\"}\n{\"id\":\"b\",\"name\":\"Ada\"}\n");
        PlainVehicle.netcat(hub, "!stream refunds\n{\"customer\":\"b\",\"n\":1}\n{\"customer\":\"b\",\"n\":2}\n");

        assertThat(take(hub, "named")).containsExactly(named("b", 1, "Ada"), named("b", 2, "Ada"));
    }

    @Test
    void namesWhatWaitedForTheLatest() throws IOException {
        PlainVehicle.netcat(hub, "!stream refunds\n{\"customer\":\"c\",\"n\":1}\n{\"customer\":\"c\",\"n\":2}\n");
        assertThat(take(hub, "named")).isEmpty();

        PlainVehicle.netcat(hub, "!stream customers\n{\"id\":\"c\",\"name\":\"Eve\"}\n");

        assertThat(take(hub, "named")).containsExactly(named("c", 1, "Eve"), named("c", 2, "Eve"));
    }

    @Test
    void hasReadyWhatItAcknowledged() throws IOException {
        List<String> taken = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        try (PlainVehicle orders = PlainVehicle.to(hub).send("!hello ack=receipts\n!stream orders\n");
                PlainVehicle payments = PlainVehicle.to(hub).send("!hello ack=receipts\n!stream payments\n")) {
            orders.answer();
            payments.answer();
            for (int i = 1; i <= 50; i++) {
                String order = "{\"customer\":\"r" + i + "\"}";
                assertThat(orders.send(order + "\n").answer()).isEqualTo("+ok " + i);
                assertThat(payments.send(order + "\n").answer()).isEqualTo("+ok " + i);
                sent.add("{\"key\":\"r" + i + "\",\"orders\":" + order + ",\"payments\":" + order + "}");
                taken.addAll(take(hub, "paid"));
                assertThat(taken).isEqualTo(sent);
            }
        }
    }

    @Test
    void refusesAFolderThatIsInUse() {
        HubProcess.Ending second = HubProcess.in(folder).startInVain();

        assertThat(second.words())
                .singleElement()
                .asString()
                .contains(folder.toString())
                .contains("STATE_IN_USE");
        assertThat(second.code()).isEqualTo(1);
    }

    @Test
    void refusesPortsThatAreTaken(@TempDir Path otherFolder) {
        HubProcess.Ending second = HubProcess.in(otherFolder).portsOf(hub).startInVain();

        assertThat(second.words())
                .singleElement()
                .asString()
                .contains("PORT_IN_USE")
                .contains(":" + hub.entrancePort(), ":" + hub.gatePort(), ":" + hub.httpPort());
        assertThat(second.code()).isEqualTo(1);
        assertThat(otherFolder.resolve("state")).doesNotExist();
    }

    @Test
    void listensWhereItsReadyLineSaysOnly() throws IOException {
        assertThat(ListeningPorts.of(hub.pid())).isEqualTo(ListeningPorts.named(hub.readyLine()));
    }

    private static String named(String key, int number, String name) {
        return "{\"key\":\"%s\",\"refunds\":{\"customer\":\"%s\",\"n\":%d},\"customers\":{\"id\":\"%s\",\"name\":\"%s\"}}"
                .formatted(key, key, number, key, name);
    }
}
