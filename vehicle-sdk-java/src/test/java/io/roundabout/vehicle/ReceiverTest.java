package io.roundabout.vehicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.roundabout.vehicle.testing.FakeHub;
import io.roundabout.vehicle.testing.HeldMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReceiverTest {
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
    void acknowledgesAllTogether() {
        List<String> held = hold(3_000);
        try (Receiver messages = vehicle.receiver("enriched")) {
            assertThat(ids(messages)).as("more than are fetched ahead").isEqualTo(held);
            assertThat(accepted()).isEmpty();
            messages.acknowledge();
            await().until(() -> accepted().equals(held));
            hold(1);
            assertThat(ids(messages)).containsExactly("0");
        }
        await().until(() -> held().equals(List.of("0")));
        assertThat(accepted()).hasSize(3_000);
    }

    @Test
    void givesBackWhatWasNotAcknowledgedWithoutAnAttempt() {
        hold(3);
        // As many as there are, or what is given back would be delivered to it again.
        try (Receiver messages = vehicle.receiver("enriched", 3)) {
            ids(messages);
        }
        await().until(() -> held().size() == 3);
        assertThat(hub.released("enriched")).hasSize(3);
        assertThat(hub.failed("enriched")).isEmpty();
    }

    @Test
    void givesBackTheLastAlone() {
        hold(3);
        try (Receiver messages = vehicle.receiver("enriched", 3)) {
            ids(messages);
            messages.release();
            messages.acknowledge();
            await().until(() -> accepted().equals(List.of("0", "1")));
        }
        await().until(() -> held().equals(List.of("2")));
    }

    @Test
    void neverAcknowledgesWhatItCouldNotRead() {
        hold(1);
        byte[] body = {'a', (byte) 0xff, 'b'};
        hub.put("enriched", HeldMessage.of(body, "text/plain").withId("bad"));
        try (Receiver messages = vehicle.receiver("enriched")) {
            assertThat(messages.receive()).isPresent();
            assertThatThrownBy(messages::receive).isInstanceOf(VehicleException.class);
            messages.acknowledge();
            await().until(() -> accepted().equals(List.of("0")));
        }
        await().until(() -> held().equals(List.of("bad")));
        assertThat(accepted()).containsExactly("0");
    }

    @Test
    void takesNoMoreThanTheLimit() {
        hold(3);
        try (Receiver messages = vehicle.receiver("enriched", 2)) {
            assertThat(ids(messages)).containsExactly("0", "1");
            assertThat(held()).containsExactly("2");
            assertThat(messages.receive(Duration.ofDays(1))).as("does not wait").isEmpty();
        }
    }

    @Test
    void waitsForAMessage() {
        try (Receiver messages = vehicle.receiver("enriched")) {
            assertThat(messages.receive(Duration.ofMillis(50))).isEmpty();
            hold(1);
            assertThat(messages.receive(Duration.ofSeconds(30))).isPresent();
        }
    }

    @Test
    void saysThatTheConnectionWasLost() {
        hold(1);
        try (Receiver messages = vehicle.receiver("enriched")) {
            assertThat(messages.receive()).isPresent();
            hub.cut();
            assertThatThrownBy(() -> messages.receive(Duration.ofSeconds(30)))
                    .isInstanceOf(HubUnreachableException.class);
        }
    }

    @Test
    void isClosedWithItsVehicle() {
        hold(1);
        Receiver messages = vehicle.receiver("enriched");
        assertThat(messages.receive()).isPresent();
        vehicle.close();
        assertThat(messages.receive()).isEmpty();
        await().until(() -> held().equals(List.of("0")));
    }

    private List<String> hold(int count) {
        List<String> ids = IntStream.range(0, count).mapToObj(Integer::toString).toList();
        for (String id : ids) {
            hub.put("enriched", HeldMessage.json("{}").withId(id));
        }
        return ids;
    }

    private List<String> accepted() {
        return hub.accepted("enriched").stream().map(HeldMessage::id).toList();
    }

    private List<String> held() {
        return hub.held("enriched").stream().map(HeldMessage::id).toList();
    }

    private static List<String> ids(Receiver messages) {
        List<String> ids = new ArrayList<>();
        for (Optional<CollectedMessage> message = messages.receive();
                message.isPresent();
                message = messages.receive()) {
            ids.add(message.get().id().orElseThrow());
        }
        return ids;
    }
}
