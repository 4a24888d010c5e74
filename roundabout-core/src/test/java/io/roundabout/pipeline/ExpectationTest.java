package io.roundabout.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a message is overdue, by a clock that the tests set. */
class ExpectationTest {
    private static final ZoneId LISBON = ZoneId.of("Europe/Lisbon");
    private static final Instant LONG_AGO = Instant.EPOCH;

    @ParameterizedTest(name = "by {0}: last {1}, now {2}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            06:00 | 2026-01-10T07:00:00Z | 2026-01-11T05:59:59Z |                      | not due yet
            06:00 | 2026-01-10T23:59:59Z | 2026-01-11T06:00:00Z | 2026-01-11T06:00:00Z | due, and the last came before midnight
            06:00 | 2026-01-11T00:00:00Z | 2026-01-11T06:00:00Z |                      | the last came at midnight
            06:00 | 2026-01-10T23:59:59Z | 2026-01-12T05:00:00Z | 2026-01-11T06:00:00Z | still missing over the next midnight
            06:00 | 2026-01-12T03:00:00Z | 2026-01-12T07:00:00Z |                      | it came in the night, for today
            06:00 |                      | 2026-01-11T06:30:00Z | 2026-01-11T06:00:00Z | none ever
            06:00 | 2026-06-30T22:59:59Z | 2026-07-01T05:00:00Z | 2026-07-01T05:00:00Z | in summer midnight is at 23:00 UTC, six at 05:00
            06:00 | 2026-06-30T23:00:00Z | 2026-07-01T05:00:00Z |                      | the same, after midnight there
            01:30 |                      | 2026-03-29T01:29:59Z | 2026-03-28T01:30:00Z | clocks go from 01:00 to 02:00: half past one is not there
            01:30 | 2026-03-28T12:00:00Z | 2026-03-29T01:30:00Z | 2026-03-29T01:30:00Z | so it is an hour later, 02:30
            01:30 | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z | 2026-10-25T00:30:00Z | clocks go back: the first half past one is meant
            06:00 | 2026-10-24T22:59:59Z | 2026-10-25T05:59:59Z |                      | the day the clocks go back has 25 hours: six is not yet
            06:00 | 2026-10-24T22:59:59Z | 2026-10-25T06:00:00Z | 2026-10-25T06:00:00Z | and it began at 23:00 UTC
            06:00 | 2026-10-24T23:00:00Z | 2026-10-25T06:00:00Z |                      | so this came on it
            """)
    void isOverdueByATimeOfTheDay(LocalTime by, Instant last, Instant now, Instant overdue, String why) {
        assertThat(new Expectation.By(by, LISBON).overdue(LONG_AGO, Optional.ofNullable(last), now))
                .as(why)
                .isEqualTo(Optional.ofNullable(overdue));
    }

    @Test
    void isNotOverdueBeforeItWasWatched() {
        Expectation six = new Expectation.By(LocalTime.of(6, 0), LISBON);
        Instant seven = Instant.parse("2026-01-11T07:00:00Z");
        assertThat(six.overdue(seven, Optional.empty(), seven)).isEmpty();
        assertThat(six.overdue(seven, Optional.empty(), Instant.parse("2026-01-12T05:59:59Z")))
                .isEmpty();
        assertThat(six.overdue(seven, Optional.empty(), Instant.parse("2026-01-12T06:00:00Z")))
                .hasValue(Instant.parse("2026-01-12T06:00:00Z"));
    }

    @Test
    void isOverdueWhenNoneCameForTooLong() {
        Expectation hourly = new Expectation.Every(Duration.ofHours(1));
        Instant since = Instant.parse("2026-03-29T00:30:00Z");
        Instant due = since.plusSeconds(3600);
        assertThat(hourly.overdue(since, Optional.empty(), due)).isEmpty();
        assertThat(hourly.overdue(since, Optional.empty(), due.plusMillis(1))).hasValue(due);
        assertThat(hourly.overdue(since, Optional.of(due), due.plusSeconds(3600)))
                .isEmpty();
        assertThat(hourly.overdue(since, Optional.of(due), due.plusSeconds(3601)))
                .hasValue(due.plusSeconds(3600));
    }

    @Test
    void saysWhatItIs() {
        assertThat(new Expectation.By(LocalTime.of(6, 0), LISBON).text()).isEqualTo("by 06:00 Europe/Lisbon");
        assertThat(new Expectation.Every(Duration.ofMinutes(90)).text()).isEqualTo("every 90m");
    }
}
