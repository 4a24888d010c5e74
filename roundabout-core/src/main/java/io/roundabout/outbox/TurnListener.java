package io.roundabout.outbox;

/** Hears of committed turns. */
public interface TurnListener {
    /** Hears of a turn, on the loop's thread, which waits meanwhile; an exception stops the loop. */
    void onTurn(TurnReport report);
}
