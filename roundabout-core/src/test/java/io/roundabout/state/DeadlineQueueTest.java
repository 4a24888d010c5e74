package io.roundabout.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.state.DeadlineQueue.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {
    private static final int JOIN = 7;
    private static final int STREAM = 3;

    private final CountingHeldState state = new CountingHeldState();
    private DeadlineQueue queue = reopened();

    @Test
    void keepsItsForm() {
        state.put(RowKey.deadlines(JOIN, STREAM), StoredForm.read("v1/deadlines.hex"));
        state.put(RowKey.deadline(JOIN, STREAM, 5), StoredForm.read("v1/deadline.hex"));
        queue = reopened();

        assertThat(queue.sinceMillis()).isEqualTo(1_700_000_000_000L);
        assertThat(queue.first())
                .usingRecursiveComparison()
                .isEqualTo(new Entry(1_700_000_000_000L, 300, "é!".getBytes(StandardCharsets.UTF_8)));
        assertThat(queue.add(new Entry(1_700_000_000_000L, 300, "é!".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(300);
        assertThat(state.get(RowKey.deadline(JOIN, STREAM, 300))).isEqualTo(StoredForm.read("v1/deadline.hex"));
    }

    @Test
    void refusesVersionsItDoesNotKnow() {
        state.put(RowKey.deadlines(JOIN, STREAM), new byte[] {2});

        assertThatThrownBy(() -> reopened().isEmpty()).hasMessage("deadline of version 2; this hub reads 1");
    }

    @Test
    void holdsThemInOrderHoweverTheyAreTakenOut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ArrayDeque<Long> expected = new ArrayDeque<>();
        List<Long> numbers = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(100) < 55) {
                long number = queue.add(entry(step));
                expected.addLast((long) step);
                numbers.add(number);
            } else if (!expected.isEmpty()) {
                // What is used goes from anywhere, what is due from the front.
                int at = random.nextBoolean() ? 0 : random.nextInt(expected.size());
                long taken = new ArrayList<>(expected).get(at);
                queue.remove(numbers.remove(at));
                expected.remove(taken);
            }
            if (random.nextInt(50) == 0) {
                queue.flush();
                queue = reopened();
            }
            if (random.nextInt(20) == 0 && !expected.isEmpty()) {
                assertThat(queue.sinceMillis()).as("seed %d", seed).isLessThanOrEqualTo(expected.getFirst());
                assertThat(first().arrivedMillis()).as("seed %d", seed).isEqualTo(expected.getFirst());
                assertThat(queue.sinceMillis()).as("seed %d", seed).isEqualTo(expected.getFirst());
            }
        }
        numbers.forEach(queue::remove);
        queue.flush();
        List<byte[]> rows = new ArrayList<>();
        state.scan(new byte[] {Table.DEADLINE.number()}, (key, row) -> rows.add(key));
        assertThat(rows).as("its head row").hasSize(1);
        assertThat(reopened().isEmpty()).isTrue();
    }

    @Test
    void passesRemovedEntriesPageByPageAndOnlyOnce() {
        for (int i = 0; i < 100_000; i++) {
            queue.add(entry(i));
        }
        for (int i = 1; i < 99_999; i++) {
            queue.remove(i);
        }
        queue.flush();
        queue = reopened();
        assertThat(first().arrivedMillis()).isZero();
        queue.remove(0);
        int before = state.reads().getOrDefault("DEADLINE", 0);

        assertThat(first().arrivedMillis()).isEqualTo(99_999);

        assertThat(state.reads().getOrDefault("DEADLINE", 0) - before)
                .as("gets, one for each page of 1,024 at most")
                .isLessThan(300);
        queue.flush();
        queue = reopened();
        int then = state.reads().getOrDefault("DEADLINE", 0);
        assertThat(first().arrivedMillis()).isEqualTo(99_999);
        assertThat(state.reads().getOrDefault("DEADLINE", 0) - then).isEqualTo(2);
    }

    @Test
    void leavesWhatIsFarToALaterTurn() {
        for (int i = 0; i < 1_000_000; i++) {
            queue.add(entry(i));
        }
        for (int i = 0; i < 999_999; i++) {
            if (i != 0) {
                queue.remove(i);
            }
        }
        queue.remove(0);
        queue.flush();
        int turns = 0;
        @Nullable Entry first = null;
        while (first == null && turns < 10) {
            queue = reopened();
            first = queue.first();
            queue.flush();
            turns++;
        }
        assertThat(turns).isBetween(3, 6);
        assertThat(first).isNotNull();
        assertThat(first().arrivedMillis()).isEqualTo(999_999);
    }

    @Test
    void stopsWhenMoreIsTakenOutThanThereWas() {
        long number = queue.add(entry(1));
        queue.remove(number);

        assertThatThrownBy(() -> queue.remove(number)).isInstanceOf(IllegalStateException.class);
    }

    private Entry first() {
        return Objects.requireNonNull(queue.first());
    }

    private DeadlineQueue reopened() {
        return new DeadlineQueue(state, JOIN, STREAM);
    }

    private static Entry entry(long arrived) {
        return new Entry(arrived, arrived, ("k" + arrived).getBytes(StandardCharsets.UTF_8));
    }
}
