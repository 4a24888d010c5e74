package io.roundabout.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.join.GroupHead.Latest;
import io.roundabout.join.GroupHead.Waiting;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.Names;
import io.roundabout.state.RowKey;
import io.roundabout.state.StoredForm;
import io.roundabout.state.TestingIdPolicy;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredGroupTest {
    @Test
    void groupKeepsItsForm() {
        GroupHead head = new GroupHead(List.of(new Waiting(1, 5, 300), new Waiting(258, 0, 1)), 0);

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
        GroupHead head = new GroupHead(
                List.of(new Waiting(1, 5, 300), new Waiting(258, 0, 1, new Latest(true, false, HeldMessage.NO_ENTRY))),
                0);

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
    void groupWithDeadlinesKeepsItsForm() {
        GroupHead head = new GroupHead(
                List.of(new Waiting(1, 5, 300), new Waiting(258, 0, 1, new Latest(true, true, 4_096))), 2);

        assertThat(head.write()).isEqualTo(StoredForm.read("v1/group-with-deadlines.hex"));
        assertThat(GroupHead.read(StoredForm.read("v1/group-with-deadlines.hex")))
                .isEqualTo(head);
    }

    @Test
    void groupThatIsFullKeepsItsForm() {
        Waiting full = new Waiting(258, 0, 100, Latest.PLAIN, true);
        GroupHead head = new GroupHead(List.of(new Waiting(1, 5, 300), full), 2);

        assertThat(head.write()).isEqualTo(StoredForm.read("v1/group-with-full.hex"));
        assertThat(GroupHead.read(StoredForm.read("v1/group-with-full.hex"))).isEqualTo(head);
    }

    @Test
    void heldMessageWithEntryKeepsItsForm() {
        HeldMessage message = new HeldMessage(
                1_700_000_000_000L, BodyFormat.TEXT, "é!".getBytes(UTF_8), "i-1".getBytes(UTF_8), 4_096);

        assertThat(message.write()).isEqualTo(StoredForm.read("v1/held-message-with-entry.hex"));
        assertThat(HeldMessage.read(StoredForm.read("v1/held-message-with-entry.hex")))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Test
    void heldMessageWithEntryNeedsNoId() {
        HeldMessage message = new HeldMessage(7, BodyFormat.JSON, new byte[] {'1'}, null, 9);

        assertThat(HeldMessage.read(message.write())).usingRecursiveComparison().isEqualTo(message);
    }

    @Test
    void cursorWithMessageKeepsItsForm() {
        HeldMessage message = new HeldMessage(1_700_000_000_000L, BodyFormat.JSON, new byte[] {'1'});
        Cursor cursor = new Cursor(7, new byte[] {'k'}, 1, new Cursor.Behind(3, true, message));

        assertThat(cursor.write()).isEqualTo(StoredForm.read("v1/cursor-with-message.hex"));
        assertThat(Cursor.read(StoredForm.read("v1/cursor-with-message.hex")))
                .usingRecursiveComparison()
                .isEqualTo(cursor);
    }

    @Test
    void cursorsWhoseGroupsSayThatTheyOweKeepTheirForm() {
        InMemoryHeldState state = new InMemoryHeldState();
        Cursors cursors = new Cursors(state, 0);
        for (int i = 0; i < 300; i++) {
            cursors.write(cursors.add(), Cursor.owing(7, new byte[] {'k'}, 1));
        }
        cursors.reach(Cursor.owing(7, new byte[] {'k'}, 0));
        cursors.flush();

        assertThat(state.get(RowKey.cursors())).isEqualTo(StoredForm.read("v1/cursors-marked.hex"));
        Cursors read = new Cursors(state, 0);
        assertThat(read.standFor(false)).isFalse();
        assertThat(read.standFor(true)).isTrue();
    }

    @Test
    void cursorsKeepTheirForm() {
        InMemoryHeldState state = new InMemoryHeldState();
        state.put(RowKey.cursors(), StoredForm.read("v1/cursors.hex"));
        state.put(RowKey.cursor(5), StoredForm.read("v1/cursor.hex"));
        Cursors cursors = new Cursors(state, 0);
        assertThat(cursors.isEmpty()).isFalse();
        assertThat(cursors.standFor(false))
                .as("they are older than what groups say")
                .isTrue();
        Cursor oldest = cursors.oldest();
        assertThat(oldest).usingRecursiveComparison().isEqualTo(Cursor.owing(7, "é!".getBytes(UTF_8), 300));

        cursors.reach(Cursor.owing(7, "é!".getBytes(UTF_8), 0));
        cursors.write(cursors.add(), oldest);
        cursors.flush();

        assertThat(state.get(RowKey.cursors()))
                .isEqualTo(HexFormat.of().parseHex("0100000000000000060000000000000008"));
        assertThat(state.get(RowKey.cursor(7))).isEqualTo(StoredForm.read("v1/cursor.hex"));
        assertThat(state.get(RowKey.cursor(5))).isNull();
    }

    @Test
    void pinnedMessagesKeepTheirForm() {
        HeldPartition partition =
                HeldPartition.open(new InMemoryHeldState(), Names.of(Map.of()), TestingIdPolicy.DEFAULT, 0);
        Place place = Place.toRead(partition, 7, new byte[] {'k'}, 3);
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
        assertThatThrownBy(() -> GroupHead.read(new byte[] {5}))
                .hasMessage("group of version 5; this hub reads 1 to 4");
        assertThatThrownBy(() -> HeldMessage.read(new byte[] {4}))
                .hasMessage("held message of version 4; this hub reads 1 to 3");
        assertThatThrownBy(() -> Cursor.read(new byte[] {3})).hasMessage("cursor of version 3; this hub reads 1 and 2");
    }
}
