package io.roundabout.api;

import java.util.concurrent.CompletionStage;

/**
 * Collecting by scripts that cannot have a library of AMQP. Thread-safe; answers come later, on any thread. Each fails with
 * a {@link io.roundabout.RoundaboutException} whose code and text go to the caller.
 */
public interface LeaseDoor {
    /** Takes messages of an address, for the time of a lease. */
    CompletionStage<TakenView> take(String address, TakeRequest request);

    /** Settles messages of a lease; the answer comes once that is committed. */
    CompletionStage<LeaseView> settle(String lease, SettleRequest request);

    /** Gives back what a lease still has. */
    CompletionStage<LeaseView> release(String lease);
}
