package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void leavesOutWhatStandsBetween() {
        assertThat(Excerpt.of(lines(248))).containsExactly("1", "2", "3", "4", "5", "… 242 more …", "248");
        assertThat(Excerpt.of(lines(8))).containsExactly("1", "2", "3", "4", "5", "… 2 more …", "8");
    }

    @Test
    void leavesFewAsTheyAre() {
        assertThat(Excerpt.of(lines(7))).isEqualTo(lines(7));
        assertThat(Excerpt.of(List.of())).isEmpty();
    }

    private static List<String> lines(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }
}
