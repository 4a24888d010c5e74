package io.roundabout.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.join.GroupHead.Waiting;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.RowKey;
import io.roundabout.state.StoredForm;
import java.util.HexFormat;
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
    void cursorsKeepTheirForm() {
        InMemoryHeldState state = new InMemoryHeldState();
        state.put(RowKey.cursors(), StoredForm.read("v1/cursors.hex"));
        state.put(RowKey.cursor(5), StoredForm.read("v1/cursor.hex"));
        Cursors cursors = new Cursors(state, 0);
        assertThat(cursors.isEmpty()).isFalse();
        Cursor oldest = cursors.oldest();
        assertThat(oldest).usingRecursiveComparison().isEqualTo(new Cursor(7, "é!".getBytes(UTF_8), 300));

        cursors.reach(new Cursor(7, "é!".getBytes(UTF_8), 0));
        cursors.write(cursors.add(), oldest);
        cursors.flush();

        assertThat(state.get(RowKey.cursors()))
                .isEqualTo(HexFormat.of().parseHex("0100000000000000060000000000000008"));
        assertThat(state.get(RowKey.cursor(7))).isEqualTo(StoredForm.read("v1/cursor.hex"));
        assertThat(state.get(RowKey.cursor(5))).isNull();
    }

    @Test
    void pinnedMessagesKeepTheirForm() {
        Place place = new Place(new InMemoryHeldState(), 7, new byte[] {'k'}, 3);
        Pins written = Pins.open(place);
        HeldMessage message = new HeldMessage(1_700_000_000_000L, BodyFormat.JSON, new byte[] {'1'});
        written.add(message, 9);
        written.add(message, 256);
        written.add(message, 44);
        for (int i = 0; i < 9 + 212; i++) {
            written.use();
        }
        written.flush();
        assertThat(place.readPin(1)).isEqualTo(StoredForm.read("v1/pin.hex"));
        assertThat(place.readPins()).isEqualTo(StoredForm.read("v1/pins.hex"));

        Pins read = Pins.open(place);

        assertThat(read.uses()).isEqualTo(88);
        assertThat(read.use()).usingRecursiveComparison().isEqualTo(message);
        read.flush();
        assertThat(place.readPins())
                .isEqualTo(HexFormat.of()
                        .parseHex("01" + "0000000000000001" + "0000000000000003" + "0000000000000057"
                                + "000000000000002b"));
    }

    @Test
    void refusesVersionsItDoesNotKnow() {
        assertThatThrownBy(() -> GroupHead.read(new byte[] {2})).hasMessage("group of version 2; this hub reads 1");
        assertThatThrownBy(() -> HeldMessage.read(new byte[] {2}))
                .hasMessage("held message of version 2; this hub reads 1");
        assertThatThrownBy(() -> Cursor.read(new byte[] {2})).hasMessage("cursor of version 2; this hub reads 1");
    }
}
