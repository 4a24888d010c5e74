package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that hold as much as they may, and a disk that is nearly full. */
@Timeout(60)
class HoldsTest {
    private static final EntranceSettings DEFAULTS = EntranceSettings.defaults("127.0.0.1", 0);

    private TestingHub hub = TestingHub.open();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void readsNoFurtherForAFullStreamAndOnForTheOthers() {
        full("orders");
        try (TestingVehicle held = hub.connect();
                TestingVehicle other = hub.connect()) {
            held.send("!stream orders\na\n");
            assertThat(held.read()).isEqualTo("*hold stream=orders reason=quota");
            assertThat(other.send("!stream customers\nb\n").halfClose().readAll())
                    .containsExactly("+ok 1");
            assertThat(bodies()).containsExactly("b");

            hub.server().full(Set.of());

            assertThat(held.read()).isEqualTo("*go stream=orders");
            assertThat(held.halfClose().readAll()).containsExactly("+ok 1");
        }
        assertThat(bodies()).containsExactly("b", "a");
    }

    @Test
    void countsTheVehiclesThatItDoesNotRead() {
        full("orders");
        try (TestingVehicle held = hub.connect();
                TestingVehicle other = hub.connect()) {
            held.send("!stream orders\na\n");
            assertThat(held.read()).isEqualTo("*hold stream=orders reason=quota");
            assertThat(other.send("!stream customers\nb\n!ping\n").read()).isEqualTo("+pong");

            EntranceFigures figures =
                    hub.server().figures().toCompletableFuture().join();
            assertThat(figures.connections()).isEqualTo(2);
            assertThat(figures.held()).isEqualTo(Map.of("quota", 1));

            hub.server().full(Set.of());
            assertThat(held.read()).isEqualTo("*go stream=orders");
            assertThat(hub.server().figures().toCompletableFuture().join().held())
                    .isEmpty();
        }
    }

    @Test
    void countsWhatItRefusedOnceThatIsDecided() {
        try (TestingVehicle vehicle = hub.connect()) {
            hub.holdDecisions();
            assertThat(vehicle.send(
                                    "!hello ack=receipts\n!put key=a 3\nabc\n!put key=%C3%28 3\nabc\n!put key=%C3%28 3\nabc\n")
                            .read())
                    .startsWith("+hello");
            assertThat(vehicle.read()).startsWith("-err 2 bad-key");
            assertThat(vehicle.read()).startsWith("-err 3 bad-key");
            assertThat(refused()).as("may be sent again").isEmpty();

            hub.decide();

            assertThat(vehicle.read()).startsWith("+ok");
            await().untilAsserted(() -> assertThat(refused()).isEqualTo(Map.of(RefusalCode.BAD_KEY, 2L)));
            assertThat(vehicle.send("!nonsense\n").readAll()).last().asString().startsWith("-close bad-command");
            assertThat(hub.server().figures().toCompletableFuture().join().closed())
                    .isEqualTo(Map.of(RefusalCode.BAD_COMMAND, 1L));
        }
    }

    private Map<RefusalCode, Long> refused() {
        return hub.server().figures().toCompletableFuture().join().refused();
    }

    @Test
    void stopsInTheMiddleOfWhatAVehicleSends() throws Exception {
        String lines = "0123456789\n".repeat(200_000);
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello ack=receipts\n!stream orders\nx\n");
            vehicle.read();
            assertThat(vehicle.read()).isEqualTo("+ok 1");
            full("orders");
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> vehicle.send(lines));
            assertThat(vehicle.read()).isEqualTo("*hold stream=orders reason=quota");
            assertThat(hub.messages()).hasSize(1);

            hub.server().full(Set.of("customers"));

            assertThat(vehicle.read()).isEqualTo("*go stream=orders");
            sent.get(30, TimeUnit.SECONDS);
            assertThat(vehicle.halfClose().readAll()).contains("+ok 200001");
        }
    }

    @Test
    void keepsTheOrderOfAConnectionThatHasAFullStreamAmongOthers() {
        full("orders");
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!stream customers\na\n!stream orders\nb\n!stream customers\nc\n");
            assertThat(vehicle.read()).isEqualTo("*hold stream=orders reason=quota");
            await().untilAsserted(() -> assertThat(bodies()).containsExactly("a"));

            hub.server().full(Set.of());

            assertThat(vehicle.halfClose().readAll()).containsExactly("*go stream=orders", "+ok 3");
        }
        assertThat(hub.messages()).hasSize(3);
    }

    @Test
    void takesABatchThatHasBegunToItsEnd() {
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello ack=receipts\n!stream orders\n!begin\na\n!ping\n");
            vehicle.read();
            assertThat(vehicle.read()).isEqualTo("+pong");
            full("orders");

            vehicle.send("b\n!end 2\nc\n");

            assertThat(List.of(read(vehicle), read(vehicle)))
                    .containsExactlyInAnyOrder("*hold stream=orders reason=quota", "+ok 2");
            assertThat(bodies()).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void takesABodyThatWasAnnounced() {
        try (TestingVehicle vehicle = hub.connect()) {
            // The answer to !ping shows that what was sent with it was read.
            vehicle.send("!hello ack=receipts\n!stream orders\n!ping\n!put 3\n!");
            vehicle.read();
            assertThat(vehicle.read()).isEqualTo("+pong");
            full("orders");
            vehicle.send("bc\nd\n");

            assertThat(List.of(read(vehicle), read(vehicle)))
                    .containsExactlyInAnyOrder("*hold stream=orders reason=quota", "+ok 1");
            assertThat(bodies()).containsExactly("!bc");
        }
    }

    @Test
    void holdsEverySenderForTheDisk() {
        full("orders");
        hub.server().disk(true);
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("a\n!stream orders\nb\n");
            assertThat(vehicle.read()).isEqualTo("*hold reason=disk");

            hub.server().disk(false);

            assertThat(List.of(read(vehicle), read(vehicle)))
                    .containsExactly("*go", "*hold stream=orders reason=quota");
            await().untilAsserted(() -> assertThat(bodies()).containsExactly("a"));
        }
    }

    @Test
    void doesNotCallAVehicleIdleOrLateThatItHolds() {
        hub.close();
        hub = TestingHub.open(new EntranceSettings(
                DEFAULTS.host(),
                DEFAULTS.port(),
                DEFAULTS.maxLineBytes(),
                DEFAULTS.maxPutBytes(),
                DEFAULTS.batch(),
                DEFAULTS.windowBytes(),
                DEFAULTS.memoryBytes(),
                DEFAULTS.maxConnections(),
                Duration.ofMillis(300),
                Duration.ofMillis(300)));
        hub.server().disk(true);
        try (TestingVehicle held = hub.connect();
                TestingVehicle alsoHeld = hub.connect()) {
            held.send("a\nhalf a li");
            assertThat(held.read()).isEqualTo("*hold reason=disk");
            // By the time the second would be late, the first would be, too.
            alsoHeld.send("b\n");
            assertThat(alsoHeld.read()).isEqualTo("*hold reason=disk");
            await().pollDelay(Duration.ofMillis(900)).until(() -> true);

            hub.server().disk(false);

            held.send("ne\n");
            assertThat(held.halfClose().readAll()).containsExactly("*go", "+ok 2");
        }
    }

    @Test
    void greetsWhileItHolds() {
        hub.server().disk(true);
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello session=s\na\n");
            assertThat(vehicle.read()).startsWith("+hello roundabout/1 session=s last=0");
            assertThat(vehicle.read()).isEqualTo("*hold reason=disk");
        }
    }

    @Test
    void endsWhileVehiclesAreHeld() {
        hub.server().disk(true);
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("a\n");
            assertThat(vehicle.read()).isEqualTo("*hold reason=disk");

            hub.server().drain();

            assertThat(vehicle.readAll()).last().asString().startsWith("-close shutting-down");
        }
        assertThat(hub.messages()).isEmpty();
    }

    /** Returns once it is in force: a connection that comes after it is let in after it. */
    private void full(String stream) {
        hub.server().full(Set.of(stream));
        try (TestingVehicle other = hub.connect()) {
            assertThat(other.send("!ping\n").read()).isEqualTo("+pong");
        }
    }

    private static String read(TestingVehicle vehicle) {
        return String.valueOf(vehicle.read());
    }

    private List<String> bodies() {
        return hub.messages().stream()
                .map(message -> new String(message.body(), StandardCharsets.UTF_8))
                .toList();
    }
}
