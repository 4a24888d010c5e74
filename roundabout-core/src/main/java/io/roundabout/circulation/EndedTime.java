package io.roundabout.circulation;

/**
 * How far time has ended anything. In the first time after a start, and while the clock is to be confirmed, nothing ends: what
 * comes then for a window that could not close yet is not too late. Confined to the loop's thread.
 */
final class EndedTime {
    private long millis;

    /** @param lastTurnMillis hub time of the last committed turn, milliseconds since 1970: nothing that ended later was committed */
    EndedTime(long lastTurnMillis) {
        millis = lastTurnMillis;
    }

    /**
     * Returns the hub time, milliseconds since 1970, up to which windows may be closed in a turn.
     *
     * @param nowMillis hub time of the turn
     * @param ripe whether time may end something in it
     */
    long at(long nowMillis, boolean ripe) {
        millis = ripe ? Math.max(millis, nowMillis) : millis;
        return millis;
    }
}
