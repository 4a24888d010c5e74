package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnBellTest {
    private final TurnBell bell = new TurnBell(Duration.ZERO);

    @Test
    void beginsATurnWhenSomebodyRings() throws Exception {
        CompletableFuture<Void> turn = nextTurn();
        assertThat(turn).isNotDone();

        bell.ring();

        turn.get(10, TimeUnit.SECONDS);
    }

    @Test
    void waitsForTheTurnUnderWay() throws Exception {
        bell.ring();
        nextTurn().get(10, TimeUnit.SECONDS);
        bell.ring();
        CompletableFuture<Void> second = nextTurn();
        assertThat(second).isNotDone();

        bell.turned();

        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    void needsToBeRungAgainForEachTurn() throws Exception {
        bell.ring();
        nextTurn().get(10, TimeUnit.SECONDS);
        bell.turned();
        CompletableFuture<Void> second = nextTurn();
        assertThat(second).isNotDone();

        bell.ring();

        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    void ringsAfterATimeThoughNobodyDoes() throws Exception {
        CompletableFuture<Void> turn = nextTurn();
        assertThat(turn).isNotDone();

        bell.ringAfter(Duration.ofMillis(20));

        turn.get(10, TimeUnit.SECONDS);
    }

    @Test
    void isQuietThoughATurnIsDueLater() throws Exception {
        bell.ringAfter(Duration.ofDays(1));

        assertThat(bell.awaitQuiet(Duration.ZERO)).isTrue();
    }

    @Test
    void ringsNoMoreForATimeThatWasTakenBack() throws Exception {
        bell.ringAfter(Duration.ZERO);
        bell.disarm();
        CompletableFuture<Void> turn = nextTurn();

        assertThat(turn).isNotDone();

        bell.ring();
        turn.get(10, TimeUnit.SECONDS);
    }

    @Test
    void isQuietOnceNothingIsDueOrUnderWay() throws Exception {
        assertThat(bell.awaitQuiet(Duration.ZERO)).isTrue();
        bell.ring();
        assertThat(bell.awaitQuiet(Duration.ZERO)).isFalse();
        nextTurn().get(10, TimeUnit.SECONDS);
        assertThat(bell.awaitQuiet(Duration.ZERO)).isFalse();

        bell.turned();

        assertThat(bell.awaitQuiet(Duration.ZERO)).isTrue();
    }

    private CompletableFuture<Void> nextTurn() {
        return CompletableFuture.runAsync(() -> {
            try {
                bell.awaitTurn();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
