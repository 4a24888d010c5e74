package io.roundabout.join;

import io.roundabout.outbox.StoredMessage;

/** Hears of every result that a join makes, once it is in the outbox. Called on the thread of the turn. */
@FunctionalInterface
public interface ResultTaker {
    /** Wants nothing. */
    ResultTaker NOBODY = (join, result) -> {};

    /** Takes a result of the join that is named so. */
    void take(String join, StoredMessage result);
}
