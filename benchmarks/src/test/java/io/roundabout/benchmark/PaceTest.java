package io.roundabout.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int WINDOW = 10_000;
    private static final double RATE = 2_000;

    private final Pace pace = new Pace(1_000, 2 * RATE, 4, 20);

    @Test
    void isDueByTheRateWhateverHappens() {
        assertThat(pace.due(0)).isEqualTo(1_000);
        assertThat(pace.due(4_000)).isEqualTo(1_000_001_000L);
    }

    @Test
    void countsNeitherTheLeadNorTheEnd() {
        assertThat(pace.countedDue(15_999)).isZero();
        assertThat(pace.countedDue(16_000)).isEqualTo(pace.due(16_000));
        assertThat(pace.countedDue(95_999)).isEqualTo(pace.due(95_999));
        assertThat(pace.countedDue(96_000)).isZero();
    }

    @Test
    void completesKeysAtTheRateWhileItCounts() {
        Schedule schedule = new Schedule(pace.keys(WINDOW), WINDOW, 1);
        int completed = 0;
        int begun = 0;
        for (int place = 0; place < schedule.length(); place++) {
            if (pace.countedDue(place) != 0) {
                completed += schedule.completes(place) ? 1 : 0;
                begun += schedule.completes(place) ? 0 : 1;
            }
        }
        assertThat(completed / 20.0).isBetween(0.98 * RATE, 1.02 * RATE);
        assertThat(begun / 20.0).isBetween(0.98 * RATE, 1.02 * RATE);
    }

    @Test
    void leadsUntilTheWindowIsFull() {
        Pace slow = Pace.soon(Settings.of(List.of("rate=500", "window=10000")));

        assertThat(slow.leadSeconds()).isGreaterThan(15);
    }
}
