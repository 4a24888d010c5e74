package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldAgesTest {
    private static final String INPUT = "paid/orders";
    private static final long START = 1_000;

    private final HeldAges ages = new HeldAges(START);
    private final Ledger total = new Ledger();

    @Test
    void knowsOfNothingThatIsNotHeld() {
        turn(START + 1, 3, 0);
        assertThat(ages.since(INPUT, total)).isEmpty();
    }

    @Test
    void saysWhenTheOnlyMessageThatWaitsCame() {
        turn(START + 10, 1, 1);
        turn(START + 500, 5, 0);
        turn(START + 900, 0, -1);
        turn(START + 1_000, 1, 1);
        assertThat(ages.since(INPUT, total)).contains(START + 1_000);
    }

    @Test
    void saysSinceWhenNothingLeaves() {
        turn(START + 10, 100, 0);
        turn(START + 20, 4, 4);
        turn(START + 30, 4, 4);
        assertThat(ages.since(INPUT, total)).contains(START + 20);
    }

    @Test
    void takesWhatItFoundForAsOldAsTheStart() {
        turn(START, 7, 2);
        turn(START + 50, 1, 0);
        assertThat(ages.since(INPUT, total))
                .as("the younger of the two came last")
                .contains(START);
        assertThat(ages.since("paid/refunds", held("paid/refunds"))).contains(START);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverSaysMoreThanIsSoWhateverLeaves(long seed) {
        Random random = new Random(seed);
        Deque<Long> held = new ArrayDeque<>();
        long now = START;
        for (int turn = 0; turn < 2_000; turn++) {
            now += random.nextInt(50);
            int came = random.nextInt(4);
            for (int i = 0; i < came; i++) {
                held.addLast(now);
            }
            int left = random.nextInt(Math.min(4, held.size() + 1));
            for (int i = 0; i < left; i++) {
                if (random.nextInt(10) == 0) {
                    held.removeLast();
                } else {
                    held.removeFirst();
                }
            }
            turn(now, came, came - left);
            assertThat(ages.since(INPUT, total).isPresent()).isEqualTo(!held.isEmpty());
            if (!held.isEmpty()) {
                assertThat(ages.since(INPUT, total).orElseThrow()).isGreaterThanOrEqualTo(held.getFirst());
            }
        }
    }

    @Test
    void keepsAStallInSightHoweverManyTurnsFollow() {
        turn(START + 10, 1, 1);
        for (int i = 0; i < 100_000; i++) {
            turn(START + 100 + i, 1, 1);
        }
        assertThat(ages.since(INPUT, total)).contains(START + 10);
    }

    private void turn(long millis, int came, int more) {
        Ledger counted = new Ledger();
        counted.add(INPUT, Counter.IN, came);
        counted.add(INPUT, Counter.HELD, more);
        total.add(counted);
        ages.note(counted, total, millis);
    }

    private static Ledger held(String line) {
        Ledger ledger = new Ledger();
        ledger.add(line, Counter.IN, 1);
        ledger.add(line, Counter.HELD, 1);
        return ledger;
    }
}
