package io.roundabout.outbox;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What the gate asks of the loop. Each call is answered by a later {@link TurnReport}; it starts a turn if none is due.
 * Implementations are thread-safe and never block.
 */
public interface OutputRequests {
    /** Asks to hear of the lanes of {@code address} from now on; the next report has all of them. */
    void watch(String address);

    /** Asks to hear no more of {@code address}. */
    void unwatch(String address);

    /**
     * Says how many bytes of fresh messages of {@code address} a turn may hand over in all; 0 when nobody waits. Fresh
     * messages beyond it stay in the state and are read as pages.
     */
    void appetite(String address, int bytes);

    /** Asks for held messages. */
    void page(PageRequest request);

    /**
     * Asks something about a subscription.
     *
     * @return completes, on the loop's thread, once it is committed: with nothing, or with why it cannot be done
     */
    CompletionStage<Optional<String>> ask(SubscriptionRequest request);

    /** Returns what is known of each subscription as of the last committed turn, by address. */
    Map<String, SubscriptionState> subscriptions();

    /** Settles messages; committed when a report names the settlement. */
    void settle(Settlement settlement);
}
