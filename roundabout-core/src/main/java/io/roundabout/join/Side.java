package io.roundabout.join;

/** Messages of one input of a group during a turn. Confined to the turn. */
sealed interface Side permits Queue, Newest {

    /** What happened to the message that was there before. */
    enum Arrival {
        /** It stands beside the new one, or there was none. */
        ADDED,
        /** The new one replaced it. */
        REPLACED
    }

    /** Returns how many completions it has messages for. */
    long completions();

    /**
     * Takes an arriving message.
     *
     * @param owed completions that the group could make before it came, and has not made yet: it takes no part in them
     */
    Arrival add(HeldMessage message, long owed);

    /** Returns the message that completes the group now, and uses it up if the input's mode says so. */
    HeldMessage use();

    /** Returns the bytes it read from the state and keeps in memory, since it was asked last. */
    default long takeReadBytes() {
        return 0;
    }

    /** Writes what is not in the state yet and returns which messages wait now. */
    GroupHead.Waiting flush();
}
