package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places();

    @Test
    void spreadsPartitionsOverExecutors() {
        assertThat(places.assign(4, List.of("a", "b", "c"))).isEqualTo(Map.of(0, "a", 1, "b", 2, "c", 3, "a"));
    }

    @Test
    void leavesThemWhereTheyAre() {
        Map<Integer, String> first = places.assign(2, List.of("a", "b"));

        assertThat(places.assign(2, List.of("a", "b", "c"))).isEqualTo(first);
    }

    @Test
    void movesThoseWhoseExecutorIsGone() {
        places.assign(4, List.of("a", "b", "c"));

        assertThat(places.assign(4, List.of("b", "c"))).isEqualTo(Map.of(0, "b", 1, "b", 2, "c", 3, "c"));
    }

    @Test
    void movesOneATurnToAnExecutorThatHasFewer() {
        places.assign(6, List.of("a"));

        assertThat(places.assign(6, List.of("a", "b")).values()).containsOnlyOnce("b");
        IntStream.range(0, 10).forEach(turn -> places.assign(6, List.of("a", "b")));
        assertThat(Collections.frequency(places.assign(6, List.of("a", "b")).values(), "b"))
                .isEqualTo(3);
    }

    @Test
    void wishesForNothingWhereThereAreNoExecutors() {
        places.assign(2, List.of("a"));

        assertThat(places.assign(2, List.of())).isEmpty();
    }
}
