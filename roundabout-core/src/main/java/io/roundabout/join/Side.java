package io.roundabout.join;

import java.util.function.Consumer;

/** Messages of one input of a group during a turn. Confined to the turn. */
sealed interface Side permits Queue, Gathered, Newest {
    /** What an input without messages puts in front. */
    HeldMessage[] NOTHING = {};

    /** What happened to the message that was there before. */
    enum Arrival {
        /** It stands beside the new one, or there was none. */
        ADDED,
        /** The new one replaced it. */
        REPLACED
    }

    /** Returns how many completions it has messages for. */
    long completions();

    /** Returns whether a completion, or the end of the group, takes its messages away. */
    boolean isConsumed();

    /**
     * Takes an arriving message.
     *
     * @param owed completions that the group could make before it came, and has not made yet: it takes no part in them
     */
    Arrival add(HeldMessage message, long owed);

    /** Returns what stands in front, and leaves it there. */
    HeldMessage[] front();

    /** Returns the bytes of the list that stands in front, or any number above {@code most} if it has more; 0 if it is no list. */
    default long listBytes(long most) {
        return 0;
    }

    /** Forgets what it read of a list; what is needed is read again. */
    default void forgetRead() {}

    /**
     * Takes away what stands in front, message by message; only where it is consumed.
     *
     * @return how many there were
     */
    int takeEach(Consumer<HeldMessage> taker);

    /** Returns what stands in front, and uses it up if the input's mode says so. */
    HeldMessage[] use();

    /** Takes out the message of a deadline whose time is over, and what stands before it. */
    Expired expire(long sequence);

    /** Returns whether the message of a deadline is still there. */
    boolean holds(long sequence);

    /** Returns the bytes it read from the state and keeps in memory, since it was asked last. */
    long takeReadBytes();

    /** Writes what is not in the state yet and returns which messages wait now. */
    GroupHead.Waiting flush();

    /**
     * Messages whose time is over.
     *
     * @param messages the messages, oldest first
     * @param used whether they were used in a result before
     */
    record Expired(HeldMessage[] messages, boolean used) {}
}
