package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.DueLane;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneTimes;
import io.roundabout.outbox.PastDue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueLanesTest {
    private static final Lane RESULTS = new Lane("results", 1);

    private final DueLanes lanes = new DueLanes();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void letsNothingGoEarlyAndNothingDisappear(long seed) {
        ExpiryHistory history = new ExpiryHistory(seed);

        for (int turns = 0; turns < 400; turns++) {
            history.step();
        }

        assertThat(ExpiryHistory.TTL.keySet()).allMatch(address -> history.expired(address) > 30);
        assertThat(ExpiryHistory.TTL.keySet()).allMatch(address -> history.accepted(address) > 5);
    }

    @Test
    void looksAtALaneWhenItIsDue() {
        lanes.note(1, times(500));

        assertThat(lanes.nextMillis()).isEqualTo(500);
        assertThat(lanes.due(499)).isEmpty();
        assertThat(lanes.due(500)).isEqualTo(Map.of(1, List.of(new DueLane("results", 0, false))));
        lanes.note(1, times(LaneTimes.NEVER));
        assertThat(lanes.nextMillis()).isEqualTo(LaneTimes.NEVER);
    }

    @Test
    void looksBehindWhatTheGateWasToldUntilTheGateForgot() {
        lanes.watch(Set.of("results"), Set.of("results"));
        lanes.note(1, new LaneTimes(Map.of("results", 700L), List.of(new PastDue(RESULTS, 12))));

        lanes.watch(Set.of("results"), Set.of());
        assertThat(lanes.due(700)).isEqualTo(Map.of(1, List.of(new DueLane("results", 12, true))));
        lanes.watch(Set.of("results"), Set.of("results"));
        assertThat(lanes.due(0)).isEqualTo(Map.of(1, List.of(new DueLane("results", 0, true))));
        lanes.note(1, new LaneTimes(Map.of("results", 700L), List.of(new PastDue(RESULTS, 12))));
        lanes.watch(Set.of(), Set.of());
        assertThat(lanes.due(0)).isEqualTo(Map.of(1, List.of(new DueLane("results", 0, false))));
    }

    @Test
    void looksAtAllOnceRulesChange() {
        lanes.lookAt(List.of(RESULTS));

        assertThat(lanes.due(0)).hasSize(1);
    }

    private static LaneTimes times(long millis) {
        return new LaneTimes(Map.of("results", millis), List.of());
    }
}
