package io.roundabout.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final int KEYS = 20_000;
    private static final int WINDOW = 1_000;

    private final Schedule schedule = new Schedule(KEYS, WINDOW, 3);

    @Test
    void hasEachKeyOnceOnEachLaneAndCompletesItSecond() {
        List<Set<Lane>> seen = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            seen.add(EnumSet.noneOf(Lane.class));
        }
        for (int place = 0; place < schedule.length(); place++) {
            Set<Lane> lanes = seen.get(schedule.key(place));
            assertThat(schedule.completes(place)).isEqualTo(!lanes.isEmpty());
            assertThat(lanes.add(schedule.lane(place))).isTrue();
        }
        assertThat(seen).allMatch(lanes -> lanes.size() == 2);
    }

    @Test
    void completesKeysUniformlyWithinTheWindow() {
        int begun = 0;
        long distances = 0;
        int longest = 0;
        for (int place = 0; place < schedule.length(); place++) {
            if (schedule.completes(place)) {
                int distance = begun - 1 - schedule.key(place);
                distances += distance;
                longest = Math.max(longest, distance);
            } else {
                begun++;
            }
        }
        assertThat(longest).isBetween(WINDOW - 50, WINDOW);
        assertThat(distances / (double) KEYS).isBetween(0.45 * WINDOW, 0.55 * WINDOW);
    }

    @Test
    void beginsKeysOnEitherLane() {
        int orders = 0;
        for (int place = 0; place < schedule.length(); place++) {
            orders += !schedule.completes(place) && schedule.lane(place) == Lane.ORDERS ? 1 : 0;
        }
        assertThat(orders).isBetween(KEYS * 45 / 100, KEYS * 55 / 100);
    }
}
