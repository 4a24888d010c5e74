package io.roundabout.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.state.StoredForm;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredLaneTest {
    private static final long TIME = 1_700_000_000_000L;

    @Test
    void laneKeepsItsForm() {
        LaneHead head = new LaneHead(3, 1_027, 1_000, 2, 0);

        assertThat(head.write()).isEqualTo(StoredForm.read("v1/lane.hex"));
        assertThat(LaneHead.read(StoredForm.read("v1/lane.hex"))).isEqualTo(head);
    }

    @Test
    void messageKeepsItsForm() {
        StoredMessage message = new StoredMessage(
                2,
                3,
                TIME,
                TIME - 1,
                "j",
                "k".getBytes(UTF_8),
                "text/plain",
                Map.of("completed-by", "all"),
                "hi".getBytes(UTF_8),
                null);

        assertThat(message.write()).isEqualTo(StoredForm.read("v1/message.hex"));
        assertThat(StoredMessage.read(StoredForm.read("v1/message.hex")))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Test
    void messageWithoutKeyKeepsItsForm() {
        StoredMessage message =
                new StoredMessage(2, 3, TIME, TIME - 1, "j", null, "text/plain", Map.of(), new byte[0], null);

        assertThat(message.write()).isEqualTo(StoredForm.read("v1/keyless-message.hex"));
        assertThat(StoredMessage.read(StoredForm.read("v1/keyless-message.hex")))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Test
    void laneWithIdsKeepsItsForm() {
        LaneHead head = new LaneHead(3, 1_027, 1_000, 2, 999);

        assertThat(head.write()).isEqualTo(StoredForm.read("v1/lane-with-ids.hex"));
        assertThat(LaneHead.read(StoredForm.read("v1/lane-with-ids.hex"))).isEqualTo(head);
    }

    @Test
    void messageWithIdKeepsItsForm() {
        StoredMessage message = new StoredMessage(
                2, 3, TIME, TIME - 1, "j", null, "text/plain", Map.of(), "hi".getBytes(UTF_8), "i-1".getBytes(UTF_8));

        assertThat(message.write()).isEqualTo(StoredForm.read("v1/message-with-id.hex"));
        assertThat(StoredMessage.read(StoredForm.read("v1/message-with-id.hex")))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Test
    void refusesVersionsItDoesNotKnow() {
        assertThatThrownBy(() -> LaneHead.read(new byte[] {3})).hasMessage("lane of version 3; this hub reads 1 and 2");
        assertThatThrownBy(() -> StoredMessage.read(new byte[] {5}))
                .hasMessage("stored message of version 5; this hub reads 1 to 4");
    }

    @Test
    void refusesAFieldThatDoesNotFit() {
        StoredMessage message =
                new StoredMessage(2, 3, TIME, TIME, "j", new byte[65_535], "text/plain", Map.of(), new byte[0], null);

        assertThatThrownBy(message::write).hasMessage("field of 65535 B; the limit is 65534 B");
    }

    @Test
    void messageThatExpiresKeepsItsForm() {
        assertKeeps("v1/message-with-expiry.hex", null);
        assertKeeps("v1/message-with-id-and-expiry.hex", "i-1".getBytes(UTF_8));
    }

    private static void assertKeeps(String file, byte @Nullable [] id) {
        StoredMessage message = new StoredMessage(
                2, 3, TIME, TIME - 1, "j", null, "text/plain", Map.of(), "hi".getBytes(UTF_8), id, TIME + 60_000);

        assertThat(message.write()).isEqualTo(StoredForm.read(file));
        assertThat(StoredMessage.read(StoredForm.read(file)))
                .usingRecursiveComparison()
                .isEqualTo(message);
        assertThat(StoredMessage.createdMillisOf(message.write())).isEqualTo(TIME);
        assertThat(StoredMessage.createdMillisOf(
                        message.expiringAt(StoredMessage.HELD_FOR_EVER).write()))
                .isEqualTo(TIME);
    }
}
