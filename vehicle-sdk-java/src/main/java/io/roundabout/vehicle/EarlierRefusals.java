package io.roundabout.vehicle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a session that is resumed was refused before, which the hub repeats when it is greeted. The hub bounds it: it keeps
 * the last 1,000. Thread-safe.
 */
final class EarlierRefusals {
    private final List<RefusedMessage> refused = new ArrayList<>();
    private final CountDownLatch complete = new CountDownLatch(1);

    /** Takes a refusal. The hub repeats the number, and not the stream. */
    synchronized void add(HubAnswer.Err err) {
        if (complete.getCount() > 0) {
            refused.add(new RefusedMessage("", err.number(), err.code(), err.text()));
        }
    }

    /** Hears that the hub begins to tell them, perhaps again. */
    synchronized void begin() {
        if (complete.getCount() > 0) {
            refused.clear();
        }
    }

    /** Returns whether all are told. */
    boolean isComplete() {
        return complete.getCount() == 0;
    }

    /** Hears that all are told. */
    synchronized void complete() {
        complete.countDown();
    }

    /**
     * Returns all, in the order of their numbers, once they are told.
     *
     * @throws HubUnreachableException if they are not in time
     */
    List<RefusedMessage> await(Duration timeout) throws InterruptedException {
        if (!complete.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new HubUnreachableException("the hub did not answer within " + timeout, null);
        }
        synchronized (this) {
            return List.copyOf(refused);
        }
    }
}
