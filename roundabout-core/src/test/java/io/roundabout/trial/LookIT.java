package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.cli.Main;
import io.roundabout.cli.Terminal;
import io.roundabout.hub.FaultPoint;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Vehicle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody is paged, and asks the hub. */
class LookIT {
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /customer, id: /order, ttl: 30d}
              customers: {key: /id}
              notes: {key: /k}
            joins:
              named: {inputs: {orders: one, customers: latest}}
            """;

    @TempDir
    private Path folder;

    /** What a command printed, and how it ended. */
    record Told(int code, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    @Test
    void explainsWhatIsMissingAndWhatWaits() throws IOException {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            PlainVehicle.netcat(hub, "!stream orders\n{\"customer\":\"c/1 ä\",\"order\":7}\n");

            Told before = ask(hub, "explain", "named", "c/1 ä");
            PlainVehicle.netcat(hub, "!stream customers\n{\"id\":\"c/1 ä\",\"name\":\"Ada\"}\n");
            Told after = ask(hub, "explain", "named", "c/1 ä");

            assertThat(before.out())
                    .startsWith("No result yet: the join wants a message of every input. There is 1 message of orders,")
                    .containsPattern("the first for [^(]+ \\(it expires at 20[0-9-]+T[0-9:.]+Z\\)\\.")
                    .contains("Missing: customers. Push a message with key 'c/1 ä' to it.");
            assertThat(after.out())
                    .startsWith("1 result of this key waits at 'named'. No vehicle is attached:"
                            + " collect it with 'roundabout collect named'.");
            JsonNode json = ask(hub, "explain", "named", "c/1 ä", "--json").json();
            assertThat(json.at("/state").asText()).isEqualTo("ready");
            assertThat(json.at("/inputs/1/expires").isNull()).isTrue();
            assertThat(json.at("/inputs/1/first/beginning").asText()).isEqualTo("{\"id\":\"c/1 ä\",\"name\":\"Ada\"}");
            assertThat(ask(hub, "explain", "named", "nobody").out()).startsWith("Nothing of key 'nobody' is held");
            assertThat(hub.words()).isEmpty();
        }
    }

    @Test
    void saysWhoIsAttached() throws IOException {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start();
                Vehicle vehicle = hub.vehicle("waiter-3").build()) {
            PlainVehicle.netcat(
                    hub, "!stream customers\n{\"id\":\"a\"}\n!stream orders\n{\"customer\":\"a\",\"order\":1}\n");
            try (Collecting messages = vehicle.take("named", 2)) {
                messages.iterator().next();

                JsonNode output =
                        ask(hub, "explain", "named", "a", "--json").json().at("/output");

                assertThat(output.at("/ready").asInt()).isEqualTo(1);
                assertThat(output.at("/vehicles/0/vehicle").asText()).contains("waiter-3");
                assertThat(output.at("/vehicles/0/unsettled").asInt()).isEqualTo(1);
            }
        }
    }

    @Test
    void namesTheNearestOfWhatIsNotThere() {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            assertThat(ask(hub, "explain", "name", "k").err())
                    .isEqualTo("roundabout: there is no join 'name'; did you mean 'named'?\n");
            assertThat(ask(hub, "peek", "note").err()).contains("did you mean 'notes'?");
            assertThat(ask(hub, "dead", "order").err()).contains("did you mean 'dead/orders'?");
            assertThat(ask(hub, "redrive", "order").code()).isEqualTo(1);
        }
    }

    @Test
    void looksWithoutTaking() throws IOException {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            PlainVehicle.netcat(hub, "!stream notes\n{\"k\":\"a\",\"n\":1.50}\n{\"k\":\"b\",\"n\":2}\nno json\n");

            assertThat(ask(hub, "peek", "notes").out().lines().skip(2).map(line -> line.replaceAll(" +", " ")))
                    .satisfiesExactly(
                            first -> assertThat(first).startsWith("a ").endsWith(" 0 18 {\"k\":\"a\",\"n\":1.50}"),
                            second -> assertThat(second).startsWith("b "));
            assertThat(ask(hub, "peek", "notes", "b", "--json").json().at("/messages"))
                    .hasSize(1);
            assertThat(ask(hub, "dead", "notes").out())
                    .startsWith("1 dead letter at dead/notes\n")
                    .contains("bad-json")
                    .contains("no json");
            assertThat(HubIT.take(hub, "notes")).hasSize(2);
        }
    }

    @Test
    void sendsBackWhatAVehicleRejected() throws Exception {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            PlainVehicle.netcat(hub, "!stream notes\n{\"k\":\"a\"}\n");
            for (int time = 1; time <= 3; time++) {
                rejectOne(hub, "notes");
                assertThat(ask(hub, "redrive", "notes").out()).isEqualTo("1 sent back to notes\n");
            }
            rejectOne(hub, "notes");

            assertThat(ask(hub, "redrive", "notes").out())
                    .isEqualTo("1 stays: sent back 3 times before; --force sends it once more\n");
            assertThat(ask(hub, "redrive", "notes", "--force", "--dry-run").out())
                    .isEqualTo("1 would go to notes\n");
            assertThat(ask(hub, "redrive", "notes", "--force").out()).isEqualTo("1 sent back to notes\n");

            JsonNode status = ask(hub, "status", "--json").json();
            assertThat(HubIT.take(hub, "notes")).containsExactly("{\"k\":\"a\"}");
            assertThat(status.at("/outputs").findValuesAsText("redriven")).containsExactly("4", "0");
            assertThat(hub.words()).isEmpty();
        }
    }

    @Test
    void sendsNothingBackThatAVehicleMayHave() throws IOException {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start();
                Vehicle vehicle = hub.vehicle("undertaker").build()) {
            PlainVehicle.netcat(hub, "!stream notes\nno json\n");
            try (Collecting messages = vehicle.take("dead/notes", 1)) {
                messages.iterator().next();

                Told refused = ask(hub, "redrive", "notes");

                assertThat(refused.code()).isEqualTo(1);
                assertThat(refused.err())
                        .contains("a vehicle is attached to dead/notes")
                        .hasLineCount(1);
            }
        }
    }

    @Test
    void takesRefusedMessagesOnceTheRulesAreRight() throws Exception {
        int letters = 30_000;
        String wrong = PIPELINE.replace("key: /customer, ", "key: /client, ");
        try (HubProcess hub = HubProcess.in(folder).pipeline(wrong).start()) {
            pushOrders(hub, letters);
            assertThat(ask(hub, "redrive", "orders").out()).isEqualTo(letters + " stay: still refused: no-key\n");
            hub.stop();
            hub.pipeline(PIPELINE).start();

            assertThat(ask(hub, "redrive", "orders", "-n", "7").out()).isEqualTo("7 sent back to orders\n");
            assertThat(ask(hub, "redrive", "orders").out()).isEqualTo((letters - 7) + " sent back to orders\n");

            JsonNode status = ask(hub, "status", "--json").json();
            assertThat(status.at("/streams/0/in").asInt()).isEqualTo(letters);
            assertThat(status.at("/streams/0/held").asInt()).isEqualTo(letters);
            assertThat(ask(hub, "explain", "named", "c7", "--json")
                            .json()
                            .at("/inputs/0/waiting")
                            .asInt())
                    .isEqualTo(letters / 1_000);
            assertThat(hub.words()).isEmpty();
        }
    }

    @Test
    void losesAndDoublesNothingWhereItIsKilledWhileItSendsBack() throws Exception {
        int letters = 6_000;
        try (HubProcess hub = HubProcess.in(folder)
                .pipeline(PIPELINE.replace("key: /customer, ", "key: /client, "))
                .start()) {
            pushOrders(hub, letters);
            hub.stop();
            hub.pipeline(PIPELINE);

            for (FaultPoint point : List.of(
                    new FaultPoint(FaultPoint.Action.HALT_AFTER, 3, "move .*changelog"),
                    new FaultPoint(FaultPoint.Action.HALT_BEFORE, 3, "append .*/epochs-.*"),
                    new FaultPoint(FaultPoint.Action.HALT_AFTER, 3, "sync .*/epochs-.*"))) {
                CompletableFuture<HubProcess.Ending> ending =
                        CompletableFuture.supplyAsync(() -> hub.startUntil(point));
                while (!ending.isDone()) {
                    ask(hub, "redrive", "orders", "-n", "300");
                }
                assertThat(ending.get().code()).isEqualTo(FaultPoint.HALTED);
            }
            hub.start();
            ask(hub, "redrive", "orders");

            JsonNode status = ask(hub, "status", "--json").json();
            assertThat(status.at("/streams/0/in").asInt()).isEqualTo(letters);
            assertThat(status.at("/streams/0/held").asInt()).isEqualTo(letters);
            assertThat(status.at("/streams/0/duplicates").asInt()).isZero();
            assertThat(ask(hub, "dead", "orders").out()).startsWith("0 dead letters");
        }
    }

    private static void pushOrders(HubProcess hub, int count) throws IOException {
        PlainVehicle.netcat(
                hub,
                IntStream.range(0, count)
                        .mapToObj(n -> "{\"customer\":\"c" + n % 1_000 + "\",\"order\":" + n + "}\n")
                        .collect(Collectors.joining("", "!stream orders\n", "")));
    }

    static void rejectOne(HubProcess hub, String address) throws ClientException {
        ReceiverOptions options = new ReceiverOptions().autoAccept(false).creditWindow(1);
        try (Client client = Client.create();
                Connection connection = client.connect("127.0.0.1", hub.gatePort());
                Receiver receiver = connection.openReceiver(address, options)) {
            Delivery delivery = Objects.requireNonNull(receiver.receive(60, TimeUnit.SECONDS));
            delivery.reject("amqp:internal-error", "not to my taste");
            // It detaches, and its message is dead, once a turn committed it.
        }
        await().atMost(HubProcess.PATIENCE)
                .until(() -> ask(hub, "peek", "dead/" + address).out().startsWith("1 message waits"));
    }

    static Told ask(HubProcess hub, String... arguments) {
        return ask(hub.httpPort(), arguments);
    }

    static Told ask(int httpPort, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("ROUNDABOUT_HTTP", "127.0.0.1:" + httpPort),
                false,
                false);
        int code = new Main(options -> 0, terminal, Map.of()).run(arguments);
        return new Told(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
