package io.roundabout.outbox;

import io.roundabout.state.Counter;
import io.roundabout.state.LedgerRow;
import org.jspecify.annotations.Nullable;

/** A lane during one turn: of a queue, whose messages are rows of its own, or of a subscription. Confined to the turn. */
interface OpenLane {
    /** Takes what is removed. */
    @FunctionalInterface
    interface Taker {
        /** Wants nothing. */
        Taker NOBODY = stored -> {};

        /** Takes a message as it was stored. */
        void take(byte[] stored);
    }

    /**
     * A message that is held.
     *
     * @param number its number
     * @param createdMillis hub time at which it was made
     */
    record Standing(long number, long createdMillis) {}

    /** Returns which it is. */
    Lane lane();

    /** Returns whether the turn did something here. */
    boolean isTouched();

    /** Returns whether a message was ever held here. */
    boolean isUsed();

    /** Returns whether nothing is held. */
    boolean isEmpty();

    /** When the first message that is held was made. */
    enum First {
        /** In this turn. */
        NOW,
        /** In an earlier turn, in which it was here already. */
        BEFORE,
        /** At any time. */
        UNKNOWN
    }

    /** Returns what is known of when the first message that is held was made, if one is. */
    First first();

    /** Returns the number below which nothing is held. */
    long head();

    /** Returns the number of the next message. */
    long next();

    /** Returns the first message at or above a number that is held; null if there is none. */
    @Nullable
    Standing firstFrom(long number);

    /** Removes messages that a vehicle has. */
    void accept(long first, long last);

    /** Removes messages, counts them as {@code way}, and gives each to {@code taker}. */
    void remove(long first, long last, Counter way, Taker taker);

    /** Counts a failed delivery. */
    void fail(long first, long last);

    /**
     * Moves the head to {@code wanted}, never backwards.
     *
     * @throws IllegalStateException if held messages would fall behind it, where nobody would find them again
     */
    void advanceHead(long wanted);

    /** Reads held messages: those of this turn too. */
    Page page(PageRequest request);

    /** Returns how the turn left it. */
    LaneReport report();

    /** Writes the head row and adds the counts of the turn. */
    void flush(LedgerRow ledger);

    /** Checks that what was made is held or accounted for, by the whole ledger of the partition. */
    void requireBalance(LedgerRow total);
}
