package io.roundabout.state;

import static io.roundabout.state.Ids.Finding.CONFLICT;
import static io.roundabout.state.Ids.Finding.DUPLICATE;
import static io.roundabout.state.Ids.Finding.NEW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.state.Ids.Finding;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long DAY = 86_400_000;
    private static final Names NAMES = Names.of(Map.of("a", 1, "b", 2));
    private static final IdPolicy REPLACING = new TestingIdPolicy(DAY, true);

    private InMemoryHeldState state = new InMemoryHeldState();

    @Test
    void knowsWhatCameBefore() {
        Ids ids = at(NOW);

        assertThat(meet(ids, "a", "k", "1", "body")).isEqualTo(NEW);
        assertThat(meet(ids, "a", "k", "1", "body")).isEqualTo(DUPLICATE);
        assertThat(meet(ids, "a", "k", "1", "other")).isEqualTo(CONFLICT);
        assertThat(meet(ids, "a", "k", "1", "body")).isEqualTo(DUPLICATE);
    }

    @Test
    void keepsStreamsKeysAndIdsApart() {
        Ids ids = at(NOW);
        meet(ids, "a", "k", "12", "body");

        assertThat(meet(ids, "b", "k", "12", "body")).isEqualTo(NEW);
        assertThat(meet(ids, "a", "l", "12", "body")).isEqualTo(NEW);
        assertThat(meet(ids, "a", null, "12", "body")).isEqualTo(NEW);
        assertThat(meet(ids, "a", "k1", "2", "body")).isEqualTo(NEW);
        assertThat(meet(ids, "a", "k", "1", "body")).isEqualTo(NEW);
    }

    @Test
    void remembersHoweverLongAMessageIsHeld() {
        Ids ids = at(NOW);
        meet(ids, "a", "k", "1", "body");
        ids.flush();

        Ids later = at(NOW + 1_000 * DAY);
        later.flush();

        assertThat(meet(later, "a", "k", "1", "body")).isEqualTo(DUPLICATE);
    }

    @Test
    void remembersForItsTimeAfterTheLastPlaceLetGo() {
        Ids ids = at(NOW);
        ids.meet("a", utf8("k"), utf8("1"), utf8("body"), 2);
        ids.left(1, utf8("k"), utf8("1"));
        at(NOW + 5 * DAY).left(1, utf8("k"), utf8("1"));

        assertThat(meet(at(NOW + 6 * DAY - 1), "a", "k", "1", "body")).isEqualTo(DUPLICATE);
        assertThat(meet(at(NOW + 6 * DAY - 1), "a", "k", "1", "other")).isEqualTo(CONFLICT);
        assertThat(meet(at(NOW + 6 * DAY), "a", "k", "1", "other"))
                .as("though nothing was forgotten meanwhile")
                .isEqualTo(NEW);
    }

    @Test
    void leavesNoRowOfWhatIsForgotten() {
        Ids ids = at(NOW);
        takeAndLeave(ids, "1");
        takeAndLeave(ids, "2");
        ids.flush();
        restart();

        at(NOW + DAY - 1).flush();
        assertThat(state.size()).as("two ids, two entries and a head").isEqualTo(5);
        at(NOW + DAY).flush();
        assertThat(state.size()).isZero();
    }

    @Test
    void forgetsALittleWithEachTurn() {
        Ids ids = at(NOW);
        for (int i = 0; i < 3_500; i++) {
            takeAndLeave(ids, "i" + i);
        }
        ids.flush();

        for (int turn = 1; turn <= 3; turn++) {
            at(NOW + DAY + turn).flush();
            restart();
            assertThat(state.size()).isEqualTo(2 * (3_500 - turn * Ids.FORGOTTEN_A_TURN) + 1);
        }
        at(NOW + DAY + 4).flush();
        assertThat(state.size()).isZero();
    }

    @Test
    void forgetsMoreThanATurnAdds() {
        int many = 2 * Ids.FORGOTTEN_A_TURN;
        Ids ids = at(NOW);
        for (int i = 0; i < many; i++) {
            takeAndLeave(ids, "i" + i);
        }
        ids.flush();

        Ids later = at(NOW + DAY);
        for (int i = 0; i < many; i++) {
            takeAndLeave(later, "j" + i);
        }
        later.flush();

        assertThat(state.size()).as("only what the second turn added").isEqualTo(2 * many + 1);
    }

    @Test
    void keepsWhatCameAgainBeforeItsRowWasForgotten() {
        Ids ids = at(NOW);
        takeAndLeave(ids, "1");
        ids.flush();

        Ids later = at(NOW + DAY);
        assertThat(meet(later, "a", "k", "1", "again")).isEqualTo(NEW);
        later.flush();

        assertThat(meet(at(NOW + 9 * DAY), "a", "k", "1", "again")).isEqualTo(DUPLICATE);
    }

    @Test
    void followsATimeThatBecameLonger() {
        Ids ids = at(NOW);
        takeAndLeave(ids, "1");
        ids.flush();

        at(NOW + DAY, new TestingIdPolicy(3 * DAY, false)).flush();
        restart();
        Ids stillRemembering = at(NOW + 3 * DAY - 1, new TestingIdPolicy(3 * DAY, false));
        stillRemembering.flush();

        assertThat(meet(stillRemembering, "a", "k", "1", "body")).isEqualTo(DUPLICATE);
        at(NOW + 3 * DAY, new TestingIdPolicy(3 * DAY, false)).flush();
        assertThat(state.size()).isZero();
    }

    @Test
    void followsATimeThatBecameShorter() {
        Ids ids = at(NOW);
        takeAndLeave(ids, "1");
        ids.flush();

        assertThat(meet(at(NOW + 10, new TestingIdPolicy(10, false)), "a", "k", "1", "other"))
                .isEqualTo(NEW);
    }

    @Test
    void letsAnotherBodyTakeThePlaceWhereTheStreamReplaces() {
        Ids ids = at(NOW, REPLACING);
        meet(ids, "a", "k", "1", "body");

        assertThat(meet(ids, "a", "k", "1", "other")).isEqualTo(NEW);
        assertThat(meet(ids, "a", "k", "1", "other")).isEqualTo(DUPLICATE);
        ids.left(1, utf8("k"), utf8("1"));
        assertThat(meet(at(NOW + 9 * DAY, REPLACING), "a", "k", "1", "other"))
                .as("the newer is still held")
                .isEqualTo(DUPLICATE);
    }

    @Test
    void stopsWhenAMessageLeavesThatNothingHeld() {
        Ids ids = at(NOW);
        takeAndLeave(ids, "1");

        assertThatThrownBy(() -> ids.left(1, utf8("k"), utf8("1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a message of stream 1 left whose id nothing held");
    }

    @Test
    void writesNothingWhereNothingLeft() {
        at(NOW).flush();

        assertThat(state.size()).isZero();
    }

    @Test
    void rememberedIdKeepsItsForm() {
        RememberedId id = new RememberedId(RememberedId.hashOf(utf8("{\"n\":1}")), 0, NOW);

        assertThat(id.write()).isEqualTo(StoredForm.read("v1/remembered-id.hex"));
        assertThat(RememberedId.read(StoredForm.read("v1/remembered-id.hex")))
                .usingRecursiveComparison()
                .isEqualTo(id);
        assertThatThrownBy(() -> RememberedId.read(new byte[] {2})).hasMessage("id of version 2; this hub reads 1");
    }

    private Ids at(long nowMillis) {
        return at(nowMillis, TestingIdPolicy.DEFAULT);
    }

    private Ids at(long nowMillis, IdPolicy policy) {
        return HeldPartition.open(state, NAMES, policy, nowMillis).ids();
    }

    private void restart() {
        state = InMemoryHeldState.read(state.write());
    }

    private static void takeAndLeave(Ids ids, String id) {
        assertThat(meet(ids, "a", "k", id, "body")).isEqualTo(NEW);
        ids.left(1, utf8("k"), utf8(id));
    }

    private static Finding meet(Ids ids, String stream, @Nullable String key, String id, String body) {
        return ids.meet(stream, key == null ? null : utf8(key), utf8(id), utf8(body), 1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
