package io.roundabout.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnacknowledgedTest {
    private final Unacknowledged messages = new Unacknowledged(2);

    @Test
    void takesNoMoreThanItsLimit() {
        assertThat(messages.tryAdd(0)).isTrue();
        assertThat(messages.tryAdd(0)).isTrue();
        assertThat(messages.tryAdd(0)).isFalse();

        messages.acknowledge(1, 0);

        assertThat(messages.tryAdd(0)).isTrue();
    }

    @Test
    void refusesAcknowledgementsOfWhatWasNotSent() {
        messages.tryAdd(0);

        assertThat(messages.acknowledge(2, 0)).isFalse();
        assertThat(messages.acknowledge(1, 0)).isTrue();
        assertThat(messages.acknowledge(0, 0)).isFalse();
    }

    @Test
    void countsTheDelaysOfMessagesThatAreDue() {
        messages.tryAdd(0);
        messages.tryAdd(1_000);
        messages.acknowledge(2, 6_000);

        assertThat(messages.delays().getTotalCount()).isEqualTo(1);
        assertThat(messages.delays().getMaxValue()).isBetween(4_990L, 5_010L);
    }

    @Test
    void letsNobodyWaitOnceClosed() throws InterruptedException {
        messages.tryAdd(0);
        messages.close();

        assertThat(messages.awaitEmpty()).isFalse();
        assertThat(messages.tryAdd(0)).isFalse();
        assertThat(messages.awaitRoom()).isFalse();
    }
}
