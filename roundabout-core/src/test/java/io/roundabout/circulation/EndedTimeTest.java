package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndedTimeTest {
    @Test
    void standsStillWhereNothingEnds() {
        EndedTime ended = new EndedTime(100);

        assertThat(ended.at(5_000, false)).isEqualTo(100);
        assertThat(ended.at(6_000, true)).isEqualTo(6_000);
        assertThat(ended.at(7_000, false)).isEqualTo(6_000);
    }
}
