package io.roundabout.join;

/**
 * How long a message of an input is held.
 *
 * @param ttlMillis from its arrival, if it is not used; {@link #NEVER} if nothing is said
 * @param withinMillis from the first message of its group that is not {@code latest}, so at most from its own arrival; {@link
 *     #NEVER} if nothing is said or the input is {@code latest}
 */
record TimeRule(long ttlMillis, long withinMillis) {
    /** Without end. */
    static final long NEVER = Long.MAX_VALUE;

    /** Says nothing. */
    static final TimeRule ENDLESS = new TimeRule(NEVER, NEVER);

    /** Returns whether messages are held for a time only. */
    boolean isSet() {
        return ttlMillis < NEVER || withinMillis < NEVER;
    }

    /** Returns whether it is the group that ends, and not the message alone. */
    boolean endsGroup() {
        return withinMillis <= ttlMillis;
    }

    /** Returns when a message is due that arrived then; hub time, milliseconds since 1970. */
    long dueMillis(long arrivedMillis) {
        return isSet() ? arrivedMillis + Math.min(ttlMillis, withinMillis) : NEVER;
    }
}
