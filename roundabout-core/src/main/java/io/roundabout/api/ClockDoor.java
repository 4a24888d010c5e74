package io.roundabout.api;

import java.util.concurrent.CompletionStage;

/** The hub's clock, and the way to confirm it. Thread-safe. */
public interface ClockDoor {
    /** Returns how it stands with the clock. */
    ClockView clock();

    /** Confirms that the clock of the machine is right; the answer comes once that is kept. */
    CompletionStage<ClockView> accept();
}
