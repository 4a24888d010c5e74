package io.roundabout.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeTurnTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Windows RUNNING = Windows.NONE;
    private static final Windows HOURLY = new Windows(HOUR, false, 0);
    private static final Windows BY_FIELD =
            new Windows(HOUR, true, Duration.ofMinutes(10).toMillis());

    @Test
    void makesOneRunningResultForEachKeyThatChanged() {
        ComputeHarness harness = new ComputeHarness(RUNNING);

        harness.turn("a:1 b:2", "a:3");

        assertThat(harness.waiting("sums"))
                .containsExactlyInAnyOrder(
                        "{\"key\":\"a\",\"n\":2,\"total\":4}", "{\"key\":\"b\",\"n\":1,\"total\":2}");
    }

    @Test
    void replacesWhatNobodyCollectedByTheNewest() {
        ComputeHarness harness = new ComputeHarness(RUNNING);

        harness.turn("a:1");
        harness.turn("b:1");
        harness.turn("a:5");

        assertThat(harness.waiting("sums"))
                .containsExactly("{\"key\":\"b\",\"n\":1,\"total\":1}", "{\"key\":\"a\",\"n\":2,\"total\":6}");
    }

    @Test
    void goesOnFromWhatWasCollected() {
        ComputeHarness harness = new ComputeHarness(RUNNING);

        harness.turn("a:1");
        assertThat(harness.collect()).containsExactly("{\"key\":\"a\",\"n\":1,\"total\":1}");
        harness.turn("b:7");
        harness.turn("a:2");

        assertThat(harness.collect())
                .containsExactly("{\"key\":\"b\",\"n\":1,\"total\":7}", "{\"key\":\"a\",\"n\":2,\"total\":3}");
    }

    @Test
    void makesTheResultOfAWindowOnceWhenItCloses() {
        ComputeHarness harness = new ComputeHarness(HOURLY);

        harness.turn("a:1");
        harness.pass(HOUR - 1);
        harness.turn("a:2");
        assertThat(harness.waiting("sums")).isEmpty();
        assertThat(harness.dueMillis()).isEqualTo(ComputeHarness.NOON + HOUR);
        harness.pass(1);
        harness.turn();

        assertThat(harness.waiting("sums"))
                .containsExactly(
                        "{\"key\":\"a\",\"window\":{\"start\":\"2023-11-15T12:00:00Z\",\"end\":\"2023-11-15T13:00:00Z\"},"
                                + "\"n\":2,\"total\":3}");
        assertThat(harness.rows()).isZero();
        assertThat(harness.dueMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void closesNoMoreThanATurnMay() {
        ComputeHarness harness = new ComputeHarness(HOURLY, new SumOfWords(true, false), 2);
        harness.turn("a:1 b:1 c:1 d:1 e:1 f:1 g:1 h:1 i:1");
        harness.pass(HOUR);

        harness.turn();
        assertThat(harness.waiting("sums")).hasSizeLessThanOrEqualTo(4).isNotEmpty();
        for (int turn = 0; turn < 8; turn++) {
            harness.turn();
        }

        assertThat(harness.waiting("sums")).hasSize(9);
        assertThat(harness.rows()).isZero();
    }

    @Test
    void takesWhatComesForAWindowThatCouldNotCloseYet() {
        ComputeHarness harness = new ComputeHarness(BY_FIELD);
        long inWindow = ComputeHarness.NOON + 1;
        harness.turn("a:1@" + inWindow);
        harness.ripe(false);
        harness.pass(2 * HOUR);

        harness.turn("a:2@" + inWindow, "b:1@" + (inWindow - 2 * HOUR));
        assertThat(harness.waiting("sums")).isEmpty();
        harness.ripe(true);
        harness.turn("a:4@" + inWindow);

        assertThat(harness.waiting("sums")).singleElement().asString().endsWith("\"n\":2,\"total\":3}");
        assertThat(harness.waiting("dead/sums"))
                .as("too late before, and too late now")
                .containsExactlyInAnyOrder("b:1@" + (inWindow - 2 * HOUR), "a:4@" + inWindow);
    }

    @Test
    void waitsForWhatIsLateAndSetsAsideWhatIsTooLate() {
        ComputeHarness harness = new ComputeHarness(BY_FIELD);
        long inWindow = ComputeHarness.NOON + 1;

        harness.turn("a:1@" + inWindow);
        harness.pass(HOUR + Duration.ofMinutes(10).toMillis() - 1);
        harness.turn("a:2@" + inWindow);
        harness.pass(1);
        harness.turn("a:4@" + inWindow + " b:1@" + (inWindow + HOUR));

        assertThat(harness.waiting("sums")).singleElement().asString().endsWith("\"n\":2,\"total\":3}");
        assertThat(harness.waiting("dead/sums")).hasSize(1);
        harness.pass(2 * HOUR);
        harness.turn();
        // Nothing of a dead letter was added, so that it can be sent again.
        assertThat(harness.waiting("sums")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void setsAsideWhatOtherRulesHaveNoUseFor(boolean windowed) {
        ComputeHarness harness = new ComputeHarness(windowed ? HOURLY : RUNNING, new SumOfWords(true, false), 2);
        harness.turn("a:1 b:1 c:1 d:1 e:1 f:1 g:1", "a:1");
        assertThat(harness.kept()).isEqualTo(7);
        harness.pass(HOUR);

        harness.strand();

        assertThat(harness.rows()).isZero();
        assertThat(harness.waiting("dead/sums"))
                .hasSize(7)
                .anyMatch(body -> body.startsWith("{\"key\":\"a\"") && body.endsWith("\"n\":2,\"total\":2}"));
        harness.turn("a:5");
        assertThat(harness.kept()).isEqualTo(1);
        assertThat(harness.waiting("sums")).hasSize(windowed ? 0 : 8);
    }

    @Test
    void countsWhatItKeeps() {
        ComputeHarness harness = new ComputeHarness(HOURLY);
        harness.turn("a:1 b:1");
        harness.turn("a:1");
        assertThat(harness.kept()).isEqualTo(2);
        harness.pass(HOUR);

        harness.turn();

        assertThat(harness.kept()).isZero();
    }

    @Test
    void setsAsideWhatHasNoKeyOrNoTime() {
        ComputeHarness harness = new ComputeHarness(BY_FIELD);

        harness.turn("nokey", "a:1", "a:1@" + (ComputeHarness.NOON + 2_000 * HOUR));

        assertThat(harness.waiting("dead/sums"))
                .containsExactlyInAnyOrder("nokey", "a:1", "a:1@" + (ComputeHarness.NOON + 2_000 * HOUR));
        assertThat(harness.rows()).isZero();
    }

    @Test
    void keepsTheOrderOfArrivalWhereItMatters() {
        ComputeHarness harness = new ComputeHarness(RUNNING, new SumOfWords(false, false), Integer.MAX_VALUE);

        harness.turn("a:1", "a:2", "a:3 a:4", "a:5");
        harness.turn("a:6");

        assertThat(harness.waiting("sums")).containsExactly("{\"key\":\"a\",\"all\":[1,2,3,4,5,6]}");
    }

    @Test
    void endsAlikeHoweverMessagesAreSharedAmongTurns() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        TreeMap<String, long[]> wanted = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            String key = "k" + random.nextInt(12);
            long number = random.nextInt(100);
            long[] sum = wanted.computeIfAbsent(key, name -> new long[2]);
            sum[0]++;
            sum[1] += number;
            lines.add(key + ":" + number);
        }
        List<String> results = wanted.entrySet().stream()
                .map(sum -> "{\"key\":\"" + sum.getKey() + "\",\"n\":" + sum.getValue()[0] + ",\"total\":"
                        + sum.getValue()[1] + "}")
                .toList();
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(lines, random);
            ComputeHarness harness = new ComputeHarness(RUNNING);
            int at = 0;
            while (at < lines.size()) {
                int end = Math.min(lines.size(), at + 1 + random.nextInt(60));
                harness.turn(lines.subList(at, end).toArray(String[]::new));
                at = end;
            }
            assertThat(harness.waiting("sums")).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(results);
        }
    }

    /** Else one message, as long as a message may be, would hold up everybody else for minutes. */
    @Test
    void takesNoMessageThatMakesMasses() {
        ComputeHarness harness = new ComputeHarness(RUNNING, new SumOfWords(true, false), 2);
        harness.turn("a:1 ".repeat(99_999) + "a:1", "b:1 ".repeat(100_000) + "b:1");

        assertThat(harness.waiting("sums")).hasSize(1);
        assertThat(harness.waiting("dead/sums")).hasSize(1);
    }
}
