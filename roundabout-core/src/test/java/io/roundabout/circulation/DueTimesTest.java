package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.DueLane;
import io.roundabout.outbox.LaneTimes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DueTimesTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long NEVER = LaneTimes.NEVER;

    private long passed;
    private final DueTimes times = new DueTimes(3, Duration.ofMinutes(1), () -> passed * 1_000_000);

    @Test
    void knowsWhichPartitionsHaveSomethingToDo() {
        passed = 60_000;
        note(times, 1, NOW + 500);
        note(times, 2, NOW + 200);

        assertThat(times.untilNext(NOW, NEVER)).contains(Duration.ofMillis(200));
        assertThat(times.due(NOW + 199).keySet()).isEqualTo(of());
        assertThat(times.due(NOW + 200).keySet()).isEqualTo(of(2));
        assertThat(times.due(NOW + 500).keySet()).isEqualTo(of(1, 2));
        assertThat(times.untilNext(NOW + 500, NEVER)).contains(Duration.ZERO);
    }

    @Test
    void hasNothingToWaitForWhereNothingIsDue() {
        note(times, 0, NOW);
        note(times, 0, Long.MAX_VALUE);

        assertThat(times.untilNext(NOW, NEVER)).isEmpty();
    }

    @Test
    void letsNothingBeDueAtFirst() {
        note(times, 0, NOW - 1);
        passed = 59_999;

        assertThat(times.due(NOW).keySet()).isEqualTo(of());
        assertThat(times.untilNext(NOW, NEVER)).contains(Duration.ofMillis(100));
        passed = 60_000;
        assertThat(times.due(NOW).keySet()).isEqualTo(of(0));
    }

    @Test
    void asksAClockThatStandsStillTenTimesASecondAtMost() {
        passed = 60_000;
        note(times, 0, NOW + 1);

        assertThat(times.untilNext(NOW, NEVER)).contains(Duration.ofMillis(100));
    }

    @Test
    void waitsForALaneAndForWhatElseIsDue() {
        passed = 60_000;
        times.note(1, new Dues(NEVER, new LaneTimes(Map.of("results", NOW + 400), List.of())));

        assertThat(times.untilNext(NOW, NEVER)).contains(Duration.ofMillis(400));
        assertThat(times.untilNext(NOW, NOW + 300)).contains(Duration.ofMillis(300));
        assertThat(times.due(NOW + 399)).isEmpty();
        assertThat(times.due(NOW + 400))
                .containsExactly(Map.entry(1, new DueWork(false, List.of(new DueLane("results", 0, false)))));
    }

    private static Set<Integer> of(Integer... partitions) {
        return Set.of(partitions);
    }

    private static void note(DueTimes times, int partition, long millis) {
        times.note(partition, new Dues(millis, LaneTimes.NOTHING));
    }
}
