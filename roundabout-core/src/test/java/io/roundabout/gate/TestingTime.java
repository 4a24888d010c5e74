package io.roundabout.gate;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when it is told to. Confined to one thread. */
final class TestingTime implements Later {
    private final PriorityQueue<Planned> planned = new PriorityQueue<>(Comparator.comparing(Planned::at));
    private Duration now = Duration.ZERO;

    private record Planned(Duration at, Runnable action) {}

    @Override
    public Runnable after(Duration delay, Runnable action) {
        Planned it = new Planned(now.plus(delay), action);
        planned.add(it);
        return () -> planned.remove(it);
    }

    /** Lets so much time pass, and does what becomes due. */
    void pass(Duration time) {
        Duration until = now.plus(time);
        for (Planned next = planned.peek(); next != null && next.at().compareTo(until) <= 0; next = planned.peek()) {
            planned.remove();
            now = next.at();
            next.action().run();
        }
        now = until;
    }

    /** Returns how much is planned. */
    int size() {
        return planned.size();
    }
}
