package io.roundabout.gate;

/** A link or lease as an output sees it. Confined to the gate's event loop. */
interface Collector {

    /** Returns whether one more message may be handed over now: there is credit and room. */
    boolean canTake();

    /** Returns whether its limit of unsettled messages, not its credit, keeps it from taking more. */
    boolean isFull();

    /** Returns whether {@code message} is small enough for it. */
    boolean fits(HeldMessage message);

    /** Takes {@code message}; called only when {@link #canTake}. */
    void deliver(HeldMessage message);

    /**
     * Returns the last turn whose messages it waits for before its remaining credit is given back (AMQP 1.0 section
     * 2.6.7, drain); {@link Long#MIN_VALUE} if it does not drain.
     */
    long drainsUpTo();

    /** Returns who it is and what it has. */
    Attached attached();

    /** Hears that every message it drains has been offered. */
    void onDrained();
}
