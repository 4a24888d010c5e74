package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class DueTimesTest {
    private static final long NOW = 1_700_000_000_000L;

    private long passed;
    private final DueTimes times = new DueTimes(3, Duration.ofMinutes(1), () -> passed * 1_000_000);

    @Test
    void knowsWhichPartitionsHaveSomethingToDo() {
        passed = 60_000;
        times.note(1, NOW + 500);
        times.note(2, NOW + 200);

        assertThat(times.untilNext(NOW)).contains(Duration.ofMillis(200));
        assertThat(times.due(NOW + 199)).isEqualTo(new BitSet());
        assertThat(times.due(NOW + 200)).isEqualTo(of(2));
        assertThat(times.due(NOW + 500)).isEqualTo(of(1, 2));
        assertThat(times.untilNext(NOW + 500)).contains(Duration.ZERO);
    }

    @Test
    void hasNothingToWaitForWhereNothingIsDue() {
        times.note(0, NOW);
        times.note(0, Long.MAX_VALUE);

        assertThat(times.untilNext(NOW)).isEmpty();
    }

    @Test
    void letsNothingBeDueAtFirst() {
        times.note(0, NOW - 1);
        passed = 59_999;

        assertThat(times.due(NOW)).isEqualTo(new BitSet());
        assertThat(times.untilNext(NOW)).contains(Duration.ofMillis(100));
        passed = 60_000;
        assertThat(times.due(NOW)).isEqualTo(of(0));
    }

    @Test
    void asksAClockThatStandsStillTenTimesASecondAtMost() {
        passed = 60_000;
        times.note(0, NOW + 1);

        assertThat(times.untilNext(NOW)).contains(Duration.ofMillis(100));
    }

    private static BitSet of(int... partitions) {
        BitSet set = new BitSet();
        for (int partition : partitions) {
            set.set(partition);
        }
        return set;
    }
}
