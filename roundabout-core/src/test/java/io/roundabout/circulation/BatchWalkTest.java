package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.BatchRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchWalkTest {
    @Test
    void saysWhereEachBatchBeginsAndEndsAmongTheMessagesOfAPartition() {
        assertThat(walk(List.of(new BatchRange(2, 4), new BatchRange(5, 6)), 0, 2, 4, 5, 7))
                .isEqualTo("0 [ 2 4 ] [ 5 ] 7");
    }

    @Test
    void endsABatchWithTheSlice() {
        assertThat(walk(List.of(new BatchRange(0, 9)), 3, 5)).isEqualTo("[ 3 5 ]");
    }

    @Test
    void saysNothingOfABatchWithoutAMessageHere() {
        assertThat(walk(List.of(new BatchRange(0, 1), new BatchRange(2, 3), new BatchRange(5, 6)), 3, 4, 9))
                .isEqualTo("[ 3 ] 4 9");
        assertThat(walk(List.of(new BatchRange(0, 1)))).isEmpty();
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
