package io.roundabout.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker itself is checked with planted faults. */
class HistoryTest {
    private final History history = new History();

    @BeforeEach
    void pushOnePair() {
        history.expect("ab", List.of("a", "b"));
        history.attempted("a");
        history.attempted("b");
        history.acknowledged("a");
    }

    @Test
    void isCleanWhenAResultCameOnce() {
        history.acknowledged("b");
        history.collected("1", "ab");

        assertThat(history.verdict().isClean()).isTrue();
    }

    @Test
    void missesAnAcknowledgedResult() {
        history.acknowledged("b");

        assertThat(history.verdict().lost()).containsExactly("ab");
    }

    @Test
    void doesNotMissAResultThatWasNotAcknowledged() {
        assertThat(history.verdict().isClean()).isTrue();
    }

    @Test
    void toleratesAResultOfInputsWhoseAcknowledgementWasLost() {
        history.collected("1", "ab");

        assertThat(history.verdict().isClean()).isTrue();
    }

    @Test
    void findsAResultThatNobodyPushed() {
        history.expect("cd", List.of("c", "d"));
        history.attempted("c");
        history.collected("1", "cd");
        history.collected("2", "xy");

        assertThat(history.verdict().invented()).containsExactly("cd", "xy");
    }

    @Test
    void findsAResultUnderTwoIds() {
        history.collected("1", "ab");
        history.collected("2", "ab");

        assertThat(history.verdict().doubled()).hasSize(1);
    }

    @Test
    void findsAnIdWithOtherBytes() {
        history.collected("1", "ab");
        history.collected("1", "aB");

        assertThat(history.verdict().changed()).containsExactly("1: ab became aB");
    }

    @Test
    void countsRedeliveriesWithoutBlame() {
        history.collected("1", "ab");
        history.collected("1", "ab");

        assertThat(history.verdict().isClean()).isTrue();
        assertThat(history.verdict().redeliveries()).isEqualTo(1);
    }
}
