package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.BatchRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchWalkTest {
    @Test
    void saysWhereEachBatchBeginsAndEndsAmongTheMessagesOfAPartition() {
        assertThat(walk(List.of(batch(2, 4), batch(5, 6)), 0, 2, 4, 5, 7)).isEqualTo("0 [ 2 4 ] [ 5 ] 7");
    }

    @Test
    void endsABatchWithTheSlice() {
        assertThat(walk(List.of(batch(0, 9)), 3, 5)).isEqualTo("[ 3 5 ]");
    }

    @Test
    void saysNothingOfABatchWithoutAMessageHere() {
        assertThat(walk(List.of(batch(0, 1), batch(2, 3), batch(5, 6)), 3, 4, 9))
                .isEqualTo("[ 3 ] 4 9");
        assertThat(walk(List.of(batch(0, 1)))).isEmpty();
    }

    @Test
    void knowsTheBatchOfTheMessage() {
        BatchWalk walk = new BatchWalk(List.of(batch(2, 4)), () -> {}, () -> {});

        walk.reach(1);
        assertThat(walk.batch()).isNull();
        walk.reach(4);
        assertThat(walk.batch()).isEqualTo(batch(2, 4));
        walk.reach(5);
        assertThat(walk.batch()).isNull();
    }

    private static BatchRange batch(int first, int last) {
        return new BatchRange(first, last, 0, last + 1);
    }

    private static String walk(List<BatchRange> batches, int... positions) {
        StringBuilder seen = new StringBuilder();
        BatchWalk walk = new BatchWalk(batches, () -> seen.append("[ "), () -> seen.append("] "));
        for (int position : positions) {
            walk.reach(position);
            seen.append(position).append(' ');
        }
        walk.leave();
        return seen.toString().strip();
    }
}
