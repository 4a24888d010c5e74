package io.roundabout.vehicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesItsCeilingUpToThirtySeconds() {
        Backoff backoff = new Backoff(most -> most);
        assertThat(Stream.generate(() -> backoff.next().toMillis()).limit(10))
                .containsExactly(200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 12_800L, 25_600L, 30_000L, 30_000L);
    }

    @Test
    void drawsFromTheWholeRange() {
        Backoff backoff = new Backoff(most -> 0);
        assertThat(backoff.next()).isZero();
    }

    @Test
    void startsOverAfterSuccess() {
        Backoff backoff = new Backoff(most -> most);
        backoff.next();
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Backoff.FIRST);
    }
}
