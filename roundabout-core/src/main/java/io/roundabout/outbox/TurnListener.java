package io.roundabout.outbox;

/** Hears of committed turns. */
public interface TurnListener {
    /** Hears of a turn, on the loop's thread. Must not block. */
    void onTurn(TurnReport report);
}
