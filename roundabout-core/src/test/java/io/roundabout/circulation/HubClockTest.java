package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HubClockTest {
    private static final long START = 1_700_000_000_000L;
    private static final long DAY = Duration.ofDays(1).toMillis();

    private long wall = START;
    private long passed;

    @Test
    void followsTheWall() {
        HubClock clock = clock(START - 10);

        advance(1_000, 1_000);

        assertThat(clock.millis()).isEqualTo(START + 1_000);
    }

    @Test
    void neverGoesBack() {
        HubClock clock = clock(START);

        advance(-DAY, 1_000);

        assertThat(clock.millis()).isEqualTo(START);
    }

    @Test
    void doesNotJumpWithTheWall() {
        HubClock clock = clock(START);

        advance(31 * DAY, 1_000);

        assertThat(clock.millis()).isEqualTo(START + 1_500);
    }

    @Test
    void trustsTheWallForAWeekOverAStop() {
        assertThat(clock(START - 3 * DAY).millis()).isEqualTo(START);
        assertThat(clock(START - 31 * DAY).millis()).isEqualTo(START - 24 * DAY);
        assertThat(clock(START + DAY).millis()).isEqualTo(START + DAY);
    }

    @Test
    void isToBeConfirmedWhereTheWallIsFarAhead() {
        assertThat(clock(START - 7 * DAY).isConfirmed()).isTrue();
        assertThat(clock(START + DAY).isConfirmed()).isTrue();
        assertThat(clock(0).isConfirmed()).isTrue();
        HubClock clock = clock(START - 31 * DAY);
        assertThat(clock.isConfirmed()).isFalse();

        clock.confirm();

        assertThat(clock.isConfirmed()).isTrue();
        assertThat(clock.millis()).isEqualTo(START);
    }

    @Test
    void isNotConfirmedByBeingStartedOften() {
        HubClock again = new HubClock(START - DAY, true, () -> Instant.ofEpochMilli(wall), () -> passed * 1_000_000);

        assertThat(again.isConfirmed()).isFalse();
    }

    @Test
    void beginsWithTheWallInANewFolder() {
        assertThat(clock(0).millis()).isEqualTo(START);
    }

    private HubClock clock(long last) {
        return new HubClock(last, false, () -> Instant.ofEpochMilli(wall), () -> passed * 1_000_000);
    }

    private void advance(long wallMillis, long realMillis) {
        wall += wallMillis;
        passed += realMillis;
    }
}
