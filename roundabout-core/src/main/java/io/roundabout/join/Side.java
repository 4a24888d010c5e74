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

    /** Returns whether no message is there to complete the group. */
    boolean isEmpty();

    /** Takes an arriving message. */
    Arrival add(HeldMessage message);

    /** Returns the message that completes the group now, and uses it up if the input's mode says so. */
    HeldMessage use();

    /** Writes what is not in the state yet and returns which messages wait now. */
    GroupHead.Waiting flush();
}
