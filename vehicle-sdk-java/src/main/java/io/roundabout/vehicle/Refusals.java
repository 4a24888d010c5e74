package io.roundabout.vehicle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was refused since somebody last asked. Bounded: of more than 1,000 only the number is kept. Thread-safe. */
final class Refusals {
    private static final int KEPT = 1_000;

    private final List<RefusedMessage> first = new ArrayList<>();
    private long count;

    synchronized void add(RefusedMessage refused) {
        count++;
        if (first.size() < KEPT) {
            first.add(refused);
        }
    }

    /** Takes what there is, to be thrown. */
    synchronized Optional<RefusedMessagesException> take() {
        if (count == 0) {
            return Optional.empty();
        }
        RefusedMessagesException report = new RefusedMessagesException(count, first);
        first.clear();
        count = 0;
        return Optional.of(report);
    }
}
