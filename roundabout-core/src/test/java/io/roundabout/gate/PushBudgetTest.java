package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.entrance.PushLimits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How much clients may push before it is decided: limits of 100 B for a connection and 150 B for all, messages of 80 B. */
class PushBudgetTest {
    private final PushBudget budget = new PushBudget(new PushLimits(80, 100, 150, Duration.ofSeconds(30)));
    private final AtomicInteger woken = new AtomicInteger();
    private final PushShare one = budget.share(woken::incrementAndGet);
    private final PushShare other = budget.share(() -> {});

    private static void push(PushShare share, int bytes) {
        share.begin();
        share.take(bytes);
        share.finish(bytes, bytes);
    }

    @Test
    void holdsAConnectionAtItsWindowAndNoOther() {
        push(one, 100);

        assertThat(one.mayRead()).isFalse();
        assertThat(other.mayRead()).isTrue();
    }

    @Test
    void holdsAllWhereAllTogetherHaveTooMuch() {
        push(one, 80);
        push(other, 80);

        assertThat(one.mayRead()).isFalse();
        assertThat(other.mayRead()).isFalse();
    }

    @Test
    void wakesWhoWasHeldWhenSomethingIsDecided() {
        push(one, 80);
        push(other, 80);
        assertThat(one.mayRead()).isFalse();

        other.give(80);

        assertThat(woken).hasValue(1);
        assertThat(one.mayRead()).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(80);
    }

    @Test
    void alwaysLetsTheOldestUnfinishedMessageGoOn() {
        one.begin();
        one.take(75);
        other.begin();
        other.take(75);

        assertThat(one.mayRead()).isTrue();
        assertThat(other.mayRead()).isFalse();
        one.take(5);
        one.finish(80, 80);
        assertThat(one.mayRead()).isFalse();
        assertThat(other.mayRead()).isTrue();
    }

    @Test
    void letsNobodyGoOnWhoHasSomethingToWaitFor() {
        push(one, 100);
        one.begin();
        one.take(10);

        assertThat(one.mayRead()).isFalse();
    }

    @Test
    void refusesMoreUnfinishedMessagesThanCouldEverEnd() {
        one.begin();
        one.begin();
        one.begin();
        one.begin();
        one.take(260);

        assertThatThrownBy(() -> one.take(1)).isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void letsTheNextGoOnWhenAConnectionIsLost() {
        one.begin();
        one.take(120);
        other.begin();
        other.take(60);
        assertThat(other.mayRead()).isFalse();

        one.finish(120, 0);
        one.leave();

        assertThat(other.mayRead()).isTrue();
    }
}
