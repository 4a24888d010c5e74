package io.roundabout.gate;

import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.SubscriptionAddress;
import java.util.Optional;

/** Whether a link that collects may go on by the rules in force. Pure functions. */
final class StillServed {
    private StillServed() {}

    /** Returns why a link to {@code address} may not go on; empty if it may. */
    static Optional<String> refusal(String address, Taking taking, AddressBook addresses) {
        String name = SubscriptionAddress.topicOf(address);
        boolean subscribed = SubscriptionAddress.isSubscription(address);
        Optional<String> gone = addresses.refusal(name);
        if (gone.isEmpty() && taking != Taking.COPY && addresses.isTopic(name) != subscribed) {
            return Optional.of("'" + name + "' is delivered in another way now; attach again");
        }
        return gone.isEmpty() && taking != Taking.COPY ? addresses.relayed(name) : gone;
    }
}
