package io.roundabout.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that add far more to results than they have themselves. */
class LargeTurnTest {
    private static final int MOST_IN_MEMORY = 4 << 20;
    private static final int MOST_IN_A_PIECE = 65 << 10;
    private static final int KEYS = 60_000;

    /** More than a turn has in memory at a time, on both sides of the exchange. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void addsUpMoreKeysThanItHasInMemory(boolean orderFree) {
        ComputeHarness harness = harness(new SumOfWords(orderFree, false));
        List<String> expected = IntStream.range(0, KEYS)
                .mapToObj(key ->
                        "{\"key\":\"k" + key + "\"," + (orderFree ? "\"n\":5,\"total\":15}" : "\"all\":[1,2,3,4,5]}"))
                .sorted()
                .toList();

        harness.turn(keys(1), keys(2), keys(3), keys(4), keys(5));

        assertThat(harness.kept()).isEqualTo(KEYS);
        // Not containsExactlyInAnyOrder, which compares each with each.
        assertThat(harness.waiting("sums").stream().sorted().toList()).isEqualTo(expected);
        assertThat(harness.largestPiece()).isBetween(1, MOST_IN_A_PIECE);
        assertThat(harness.largestMemory()).isBetween(MOST_IN_MEMORY / 2, MOST_IN_MEMORY);
    }

    private static String keys(int number) {
        return IntStream.range(0, KEYS)
                .mapToObj(key -> "k" + key + ":" + number)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void setsAsideAMessageWhoseRowsAreTooLarge(boolean orderFree) {
        ComputeHarness harness = harness(new LargeSums(orderFree, false));
        String large = words(200, 100_000);
        String small = words(100, 100_000);

        harness.turn(large, small);

        assertThat(harness.waiting("sums")).hasSize(100).allMatch(result -> result.endsWith("\"length\":100000}"));
        assertThat(harness.waiting("dead/sums")).containsExactly(large);
        assertThat(harness.reasons("dead/sums")).containsExactly("too-large");
        assertThat(harness.largestMemory()).isLessThanOrEqualTo(MOST_IN_MEMORY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesAnyMessageThatIsOneRow(boolean orderFree) {
        ComputeHarness harness = harness(new LargeSums(orderFree, true));

        harness.turn("x".repeat(17 << 20));

        assertThat(harness.waiting("sums")).hasSize(1);
        assertThat(harness.waiting("dead/sums")).isEmpty();
    }

    /** So many bytes are kept of few keys that they are written before the turn is over, and read again. */
    @Test
    void goesOnWithSumsThatItWroteInTheTurn() {
        ComputeHarness harness = harness(new LargeSums(false, true));
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            lines.add("same-key" + "x".repeat(1_000_000 + i));
        }

        harness.turn(lines.toArray(String[]::new));

        assertThat(harness.kept()).isEqualTo(1);
        assertThat(harness.waiting("sums")).containsExactly("{\"key\":\"same-key\",\"length\":1000048}");
    }

    private static ComputeHarness harness(Aggregation aggregation) {
        return new ComputeHarness(Windows.NONE, aggregation, Integer.MAX_VALUE);
    }

    /** Returns a line of so many bytes of words that are never the same. */
    private static String words(int count, int bytes) {
        int length = bytes / count - 1;
        String words = IntStream.range(0, count)
                .mapToObj(i -> String.format("%07d", i) + "x".repeat(length - 7))
                .collect(Collectors.joining(" "));
        return words + "x".repeat(bytes - words.length());
    }
}
