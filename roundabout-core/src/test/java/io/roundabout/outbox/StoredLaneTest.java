package io.roundabout.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.state.StoredForm;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredLaneTest {
    private static final long TIME = 1_700_000_000_000L;

    @Test
    void laneKeepsItsForm() {
        LaneHead head = new LaneHead(3, 1_027, 1_000, 2);

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
                "hi".getBytes(UTF_8));

        assertThat(message.write()).isEqualTo(StoredForm.read("v1/message.hex"));
        assertThat(StoredMessage.read(StoredForm.read("v1/message.hex")))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Test
    void messageWithoutKeyKeepsItsForm() {
        StoredMessage message = new StoredMessage(2, 3, TIME, TIME - 1, "j", null, "text/plain", Map.of(), new byte[0]);

        assertThat(message.write()).isEqualTo(StoredForm.read("v1/keyless-message.hex"));
        assertThat(StoredMessage.read(StoredForm.read("v1/keyless-message.hex")))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Test
    void refusesVersionsItDoesNotKnow() {
        assertThatThrownBy(() -> LaneHead.read(new byte[] {2})).hasMessage("lane of version 2; this hub reads 1");
        assertThatThrownBy(() -> StoredMessage.read(new byte[] {2}))
                .hasMessage("stored message of version 2; this hub reads 1");
    }

    @Test
    void refusesAFieldThatDoesNotFit() {
        StoredMessage message =
                new StoredMessage(2, 3, TIME, TIME, "j", new byte[65_535], "text/plain", Map.of(), new byte[0]);

        assertThatThrownBy(message::write).hasMessage("field of 65535 B; the limit is 65534 B");
    }
}
