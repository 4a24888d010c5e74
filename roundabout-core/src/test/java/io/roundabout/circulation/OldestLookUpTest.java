package io.roundabout.circulation;

import static io.roundabout.circulation.TestingPartition.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.join.OldestLookUp;
import io.roundabout.join.OldestReading;
import io.roundabout.pipeline.InputMode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Looking for what waits longest in a partition. */
class OldestLookUpTest {
    private final TestingPartition partition = new TestingPartition();

    @Test
    void findsTheOldestThoughGroupsStandInTheOrderOfTheirKeys() {
        partition.push("orders", "z", "{\"o\":1}").turn();
        partition.push("orders", "m", "{\"o\":2}").turn();
        partition
                .push("orders", "a", "{\"o\":3}")
                .push("orders", "z", "{\"o\":4}")
                .turn();

        OldestReading oldest = oldest("enriched", 2);

        assertThat(keys(oldest)).containsExactly("z", "m");
        assertThat(oldest.lookedAt()).isEqualTo(3);
        assertThat(oldest.whole()).isTrue();
        OldestReading.Waiting first = inOrder(oldest).get(0);
        assertThat(first.held()).isEqualTo(Map.of("orders", 2L));
        assertThat(first.sinceMillis()).isEqualTo(NOW + 1);
    }

    @Test
    void leavesOutWhatIsOnlyInForce() {
        partition.push("customers", "c", "{}").push("orders", "o", "{}").turn();

        OldestReading oldest = oldest("enriched", 10);

        assertThat(keys(oldest)).containsExactly("o");
        assertThat(oldest.lookedAt()).isEqualTo(2);
    }

    @Test
    void looksAtAThousandAtMostAndSaysSo() {
        for (int i = 0; i < OldestLookUp.MOST_LOOKED_AT; i++) {
            partition.push("orders", "k" + i, "{}");
        }
        partition.turn();
        assertThat(oldest("enriched", 1).whole()).isTrue();

        partition.push("orders", "one more", "{}").turn();

        assertThat(oldest("enriched", 1).whole()).isFalse();
        assertThat(oldest("enriched", 1).lookedAt()).isEqualTo(OldestLookUp.MOST_LOOKED_AT);
    }

    @Test
    void readsAFewMebibytesAtMostAndSaysSo() {
        String large = "{\"o\":\"" + "x".repeat(1 << 20) + "\"}";
        for (int i = 0; i < 10; i++) {
            partition.push("orders", "k" + i, large).turn();
        }

        OldestReading oldest = oldest("enriched", 10);

        assertThat(oldest.lookedAt()).isEqualTo(4);
        assertThat(oldest.whole()).isFalse();
    }

    @Test
    void knowsNothingOfAJoinThatNothingEverCameTo() {
        assertThat(oldest("nowhere", 1)).isEqualTo(new OldestReading(List.of(), 0, true));
    }

    private OldestReading oldest(String join, int most) {
        return partition.answer(
                new OldestLookUp(join, List.of("orders", "customers"), List.of(InputMode.ONE, InputMode.LATEST), most));
    }

    private static List<OldestReading.Waiting> inOrder(OldestReading oldest) {
        return oldest.groups().stream()
                .sorted(Comparator.comparingLong(OldestReading.Waiting::sinceMillis))
                .toList();
    }

    private static List<String> keys(OldestReading oldest) {
        return inOrder(oldest).stream()
                .map(group -> new String(group.key(), StandardCharsets.UTF_8))
                .toList();
    }
}
