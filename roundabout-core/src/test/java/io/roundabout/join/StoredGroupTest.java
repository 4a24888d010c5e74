package io.roundabout.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.join.GroupHead.Waiting;
import io.roundabout.state.StoredForm;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredGroupTest {
    @Test
    void groupKeepsItsForm() {
        GroupHead head = new GroupHead(List.of(new Waiting(1, 5, 300), new Waiting(258, 0, 1)));

        assertThat(head.write()).isEqualTo(StoredForm.read("v1/group.hex"));
        assertThat(GroupHead.read(StoredForm.read("v1/group.hex"))).isEqualTo(head);
    }

    @Test
    void heldMessageKeepsItsForm() {
        HeldMessage message = new HeldMessage(1_700_000_000_000L, BodyFormat.TEXT, "é!".getBytes(UTF_8));

        assertThat(message.write()).isEqualTo(StoredForm.read("v1/held-message.hex"));
        assertThat(HeldMessage.read(StoredForm.read("v1/held-message.hex")))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Test
    void groupWithIdsKeepsItsForm() {
        GroupHead head = new GroupHead(List.of(new Waiting(1, 5, 300), new Waiting(258, 0, 1, true)));

        assertThat(head.write()).isEqualTo(StoredForm.read("v1/group-with-ids.hex"));
        assertThat(GroupHead.read(StoredForm.read("v1/group-with-ids.hex"))).isEqualTo(head);
    }

    @Test
    void heldMessageWithIdKeepsItsForm() {
        HeldMessage message =
                new HeldMessage(1_700_000_000_000L, BodyFormat.TEXT, "é!".getBytes(UTF_8), "i-1".getBytes(UTF_8));

        assertThat(message.write()).isEqualTo(StoredForm.read("v1/held-message-with-id.hex"));
        assertThat(HeldMessage.read(StoredForm.read("v1/held-message-with-id.hex")))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Test
    void refusesVersionsItDoesNotKnow() {
        assertThatThrownBy(() -> GroupHead.read(new byte[] {3}))
                .hasMessage("group of version 3; this hub reads 1 and 2");
        assertThatThrownBy(() -> HeldMessage.read(new byte[] {3}))
                .hasMessage("held message of version 3; this hub reads 1 and 2");
    }
}
