package io.roundabout.circulation;

import static io.roundabout.circulation.TestingPartition.NOW;
import static io.roundabout.circulation.TestingPartition.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.RefusalCode;
import io.roundabout.join.GroupLookUp;
import io.roundabout.join.GroupReading;
import io.roundabout.join.GroupReading.InputReading;
import io.roundabout.outbox.LaneLookUp;
import io.roundabout.outbox.LaneLookUp.Share;
import io.roundabout.outbox.LaneReading;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.SeenMessage;
import io.roundabout.outbox.Wanted;
import io.roundabout.pipeline.InputMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Looking at what a partition holds. */
class PartitionLookUpTest {
    private static final Share ALL = new Share(100, 1 << 20, 1 << 20);

    private final TestingPartition partition = new TestingPartition();

    @Test
    void tellsWhatWaitsOfAKey() {
        partition
                .push("orders", "c1", "{\"o\":1}")
                .pushWithId(0, 2, "orders", "c1", "o-2", "{\"o\":2}")
                .push("orders", "c2", "{\"o\":3}")
                .turn();

        GroupReading group = group("c1");

        assertThat(group.inputs()).extracting(InputReading::count).containsExactly(2L, 0L);
        InputReading orders = group.inputs().get(0);
        assertThat(orders.stream()).isEqualTo("orders");
        assertThat(known(orders.first()).arrivedMillis()).isEqualTo(NOW + 1);
        assertThat(known(orders.first()).beginning()).isEqualTo(utf8("{\"o\":1}"));
        assertThat(known(orders.last()).id()).isEqualTo("o-2");
        assertThat(group.inputs().get(1).first()).isNull();
    }

    @Test
    void seesWhatTheSameTurnBrings() {
        partition.push("orders", "c1", "{\"o\":1}");

        assertThat(group("c1").isEmpty()).isFalse();
        assertThat(group("c2").isEmpty()).isTrue();
    }

    @Test
    void showsTheFirstBytesOfALongBody() {
        partition.push("orders", "c1", "{\"o\":\"" + "x".repeat(1_000) + "\"}").turn();

        GroupReading.Brief first = known(group("c1").inputs().get(0).first());

        assertThat(first.bodyBytes()).isEqualTo(1_008);
        assertThat(first.beginning()).hasSize(200);
    }

    @Test
    void looksAtALaneWithoutTakingOrWriting() {
        partition
                .push("letters", "a", "{\"n\":1}")
                .push("letters", "b", "{\"n\":2}")
                .turn();
        byte[] before = partition.state().write();

        LaneReading lane = lane("letters", Wanted.ALL, ALL);

        assertThat(bodies(lane)).containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(List.of(lane.held(), lane.next(), lane.reached(), lane.lookedAt()))
                .containsExactly(2L, 2L, 2L, 2L);
        assertThat(partition.state().write()).isEqualTo(before);
    }

    @Test
    void findsTheMessagesOfAKeyWithTheirAttempts() {
        partition
                .push("letters", "a", "{\"n\":1}")
                .push("letters", "b", "{\"n\":2}")
                .push("letters", "b", "{\"n\":3}")
                .turn();
        partition.settle("letters", 1, 1, Outcome.FAILED, 0).turn();

        LaneReading lane = lane("letters", new Wanted(utf8("b"), null), ALL);

        assertThat(lane.messages()).extracting(SeenMessage::attempts).containsExactly(1, 0);
        assertThat(lane.lookedAt()).isEqualTo(3);
        assertThat(lane.matching()).isEqualTo(2);
    }

    @Test
    void countsDeadLettersByReason() {
        partition
                .refuse("orders", RefusalCode.BAD_JSON, "…", utf8("x"))
                .refuse("orders", RefusalCode.BAD_JSON, "…", utf8("y"))
                .push("orders", null, "{}")
                .turn();

        LaneReading lane = lane("dead/orders", Wanted.ALL, new Share(0, 0, 0));

        assertThat(lane.reasons()).isEqualTo(Map.of("bad-json", 2L, "no-key", 1L));
        assertThat(lane.messages()).isEmpty();
        assertThat(lane("dead/orders", new Wanted(null, "no-key"), ALL).matching())
                .isEqualTo(1);
    }

    @Test
    void goesOnWhereItWasFull() {
        for (int n = 0; n < 3_000; n++) {
            partition.push("letters", "k", "{\"n\":" + n + "}");
        }
        partition.turn();
        List<String> seen = new ArrayList<>();

        long from = 0;
        while (from < 3_000) {
            Share share = new Share(700, 1 << 20, 5);
            LaneReading lane = partition.answer(new LaneLookUp("letters", Wanted.ALL, from, Long.MAX_VALUE, share));
            assertThat(lane.reached()).isGreaterThan(from);
            seen.addAll(bodies(lane));
            from = lane.reached();
        }

        assertThat(seen).hasSize(3_000).allMatch("{\"n\":"::equals);
    }

    @Test
    void looksAtTenThousandAtMost() {
        for (int n = 0; n < 10_001; n++) {
            partition.push("letters", n == 10_000 ? "rare" : "k", "{}");
        }
        partition.turn();

        LaneReading lane = lane("letters", new Wanted(utf8("rare"), null), ALL);

        assertThat(List.of(lane.lookedAt(), lane.matching(), lane.reached())).containsExactly(10_000L, 0L, 10_000L);
    }

    @Test
    void knowsNothingOfAnAddressThatNothingWasEverHeldAt() {
        assertThat(lane("nowhere", Wanted.ALL, ALL).held()).isZero();
    }

    private GroupReading group(String key) {
        return partition.answer(new GroupLookUp(
                "enriched", List.of("orders", "customers"), List.of(InputMode.ONE, InputMode.LATEST), utf8(key)));
    }

    private LaneReading lane(String address, Wanted wanted, Share share) {
        return partition.answer(new LaneLookUp(address, wanted, 0, Long.MAX_VALUE, share));
    }

    private static GroupReading.Brief known(GroupReading.@Nullable Brief brief) {
        return Objects.requireNonNull(brief);
    }

    private static List<String> bodies(LaneReading lane) {
        return lane.messages().stream()
                .map(seen -> new String(seen.message().body(), StandardCharsets.UTF_8))
                .toList();
    }
}
