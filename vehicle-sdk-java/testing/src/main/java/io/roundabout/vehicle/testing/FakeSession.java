package io.roundabout.vehicle.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a hub remembers of a session. Guarded by the lock of the memory. */
final class FakeSession {
    private static final int KEPT_REFUSALS = 1_000;

    /**
     * A refused message.
     *
     * @param number its number in the session
     * @param why the code and, after a blank, a text for people
     */
    record Refusal(long number, String why) {}

    /** The newest 1,000, oldest first. */
    final Deque<Refusal> refusals = new ArrayDeque<>();

    /** The connection that has the session. */
    @Nullable
    FakeConnection owner;

    /** Number of the last message that was decided. */
    long last;

    void refuse(long number, String why) {
        refusals.addLast(new Refusal(number, why));
        if (refusals.size() > KEPT_REFUSALS) {
            refusals.removeFirst();
        }
    }
}
