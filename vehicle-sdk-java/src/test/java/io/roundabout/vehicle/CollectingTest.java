package io.roundabout.vehicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.roundabout.vehicle.testing.FakeHub;
import io.roundabout.vehicle.testing.HeldMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CollectingTest {
    private FakeHub hub;
    private Vehicle vehicle;

    @BeforeEach
    void open() {
        hub = new FakeHub();
        vehicle = Vehicle.to("127.0.0.1").amqpPort(hub.amqpPort()).build();
    }

    @AfterEach
    void close() {
        vehicle.close();
        hub.close();
    }

    @Test
    void takesWhatIsReadyAndLeaves() {
        hold("a", "b", "c");
        assertThat(ids(vehicle.take("enriched", 1_000))).containsExactly("a", "b", "c");
        await().until(() -> accepted().equals(List.of("a", "b", "c")));
    }

    @Test
    void takesNoMoreThanTheLimit() {
        hold("a", "b", "c");
        assertThat(ids(vehicle.take("enriched", 2))).containsExactly("a", "b");
        await().until(() -> accepted().equals(List.of("a", "b")));
        assertThat(held()).containsExactly("c");
    }

    @Test
    void leavesAtOnceWhenNothingIsReady() {
        assertThat(ids(vehicle.take("enriched", 10))).isEmpty();
    }

    @Test
    void readsEverythingOfAMessage() {
        byte[] body = {0, 1, (byte) 0xff};
        HeldMessage held = HeldMessage.of(body, "image/png")
                .withId("id 1")
                .withKey("k")
                .withProperties(Map.of("completed-by", "all"));
        hub.put("raw", held);
        try (Collecting messages = vehicle.take("raw", 1)) {
            CollectedMessage message = messages.iterator().next();
            assertThat(message.id()).contains("id 1");
            assertThat(message.key()).contains("k");
            assertThat(message.subject()).contains("raw");
            assertThat(message.contentType()).contains("image/png");
            assertThat(message.properties()).isEqualTo(Map.of("completed-by", "all"));
            assertThat(message.delivery().created()).isEqualTo(held.body().created());
            assertThat(message.body()).isEqualTo(body);
        }
    }

    @Test
    void keepsTheBytesOfTextInAnotherCharset() {
        byte[] body = {'a', (byte) 0xe9, 'b'};
        hub.put("raw", HeldMessage.of(body, "text/plain; charset=iso-8859-1"));
        try (Collecting messages = vehicle.take("raw", 1)) {
            assertThat(messages.iterator().next().body()).isEqualTo(body);
        }
    }

    @Test
    void saysThatAMessageIsNotTheTextItIsDeclaredToBe() {
        byte[] body = {'a', (byte) 0xff, 'b'};
        hub.put("raw", HeldMessage.of(body, "text/plain"));
        try (Collecting messages = vehicle.take("raw", 1)) {
            assertThatThrownBy(() -> messages.iterator().next())
                    .isInstanceOfSatisfying(
                            VehicleException.class,
                            unreadable -> assertThat(unreadable.code()).isEqualTo("bad-body"));
        }
    }

    @Test
    void acknowledgesAMessageWhenTheNextIsAskedFor() {
        hold("a", "b");
        try (Collecting messages = vehicle.take("enriched", 10)) {
            Iterator<CollectedMessage> loop = messages.iterator();
            loop.next();
            assertThat(accepted()).isEmpty();
            loop.next();
            await().until(() -> accepted().equals(List.of("a")));
        }
    }

    @Test
    void releasesAMessageThatWasNotDoneWith() {
        hold("a", "b");
        try (Collecting messages = vehicle.take("enriched", 1_000)) {
            messages.iterator().next();
        }
        await().until(() -> held().size() == 2);
        assertThat(hub.released("enriched")).extracting(HeldMessage::id).contains("a");
        assertThat(hub.failed("enriched")).isEmpty();
        assertThat(accepted()).isEmpty();
    }

    @Test
    void waitsForMessagesThatAreNotThereYet() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Thread collector = new Thread(() -> vehicle.collect("enriched")
                .forEach(message -> seen.add(message.id().orElseThrow())));
        collector.start();
        await().until(() -> collector.getState() != Thread.State.NEW);
        hold("late");
        await().until(() -> accepted().equals(List.of("late")));
        assertThat(seen).containsExactly("late");
        vehicle.close();
        await().until(() -> !collector.isAlive());
    }

    @Test
    void waitsForTheFirstMessageNoLongerThanAsked() {
        try (Collecting messages = vehicle.take("enriched", 1)) {
            assertThat(messages.awaitFirst(Duration.ofMillis(50))).isFalse();
            hold("a");
            assertThat(messages.awaitFirst(Duration.ofSeconds(10))).isTrue();
            assertThat(ids(messages)).containsExactly("a");
        }
    }

    @Test
    void browsesWithoutTaking() {
        hold("a", "b");
        assertThat(ids(vehicle.browse("enriched"))).containsExactly("a", "b");
        assertThat(held()).containsExactly("a", "b");
    }

    @Test
    void saysWhyAnAddressCannotBeCollectedFrom() {
        hub.put("enriched", "{}");
        hub.refuseAddress("enrched");
        assertThatThrownBy(() -> vehicle.take("enrched", 1))
                .isInstanceOfSatisfying(
                        NotCollectableException.class,
                        refused -> assertThat(refused.code()).isEqualTo("not-found"))
                .hasMessage("cannot collect from 'enrched': no address 'enrched'; there is 'enriched'");
    }

    @Test
    void saysThatTheConnectionWasLost() {
        hold("a");
        try (Collecting messages = vehicle.collect("enriched")) {
            Iterator<CollectedMessage> loop = messages.iterator();
            loop.next();
            hub.cut();
            assertThatThrownBy(loop::hasNext)
                    .isInstanceOf(HubUnreachableException.class)
                    .hasMessage("cannot reach the hub's AMQP port at 127.0.0.1:" + hub.amqpPort()
                            + ": the connection was lost");
        }
    }

    @Test
    void saysThatNoHubIsThere() {
        hub.close();
        assertThatThrownBy(() -> vehicle.take("enriched", 1))
                .isInstanceOf(HubUnreachableException.class)
                .hasMessage("cannot reach the hub's AMQP port at 127.0.0.1:" + hub.amqpPort() + ": Connection refused");
    }

    @Test
    void saysThatSomebodyHungUp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> stranger = CompletableFuture.runAsync(() -> hangUp(server));
            try (Vehicle guest =
                    Vehicle.to("127.0.0.1").amqpPort(server.getLocalPort()).build()) {
                assertThatThrownBy(() -> guest.take("enriched", 1))
                        .isInstanceOf(HubUnreachableException.class)
                        .hasMessage("cannot reach the hub's AMQP port at 127.0.0.1:" + server.getLocalPort()
                                + ": the connection was lost");
            }
            assertThat(stranger).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private static void hangUp(ServerSocket server) {
        try {
            server.accept().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hold(String... ids) {
        for (String id : ids) {
            hub.put(
                    "enriched",
                    HeldMessage.json("{\"id\":\"" + id + "\"}").withId(id).withKey("k"));
        }
    }

    private List<String> held() {
        return hub.held("enriched").stream().map(HeldMessage::id).toList();
    }

    private List<String> accepted() {
        return hub.accepted("enriched").stream().map(HeldMessage::id).toList();
    }

    private static List<String> ids(Collecting collecting) {
        List<String> ids = new ArrayList<>();
        for (CollectedMessage message : collecting) {
            ids.add(message.id().orElseThrow());
        }
        return ids;
    }
}
