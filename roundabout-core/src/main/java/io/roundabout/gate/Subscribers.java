package io.roundabout.gate;

import io.roundabout.outbox.OutputRequests;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.outbox.SubscriptionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.qpid.proton.amqp.transport.AmqpError;

/** Which link has which subscription of a topic. Confined to the gate's event loop. */
final class Subscribers {
    private final OutputRequests requests;
    private final Outputs outputs;
    private final Map<String, OutgoingLink> holders = new HashMap<>();

    Subscribers(OutputRequests requests, Outputs outputs) {
        this.requests = requests;
        this.outputs = outputs;
    }

    /**
     * Begins a subscription, or goes on with it; before its output is watched, so that the first report of it knows it.
     *
     * @return completes, on any thread, once it is committed: with nothing, or with why it cannot be
     */
    CompletionStage<Optional<String>> ask(SubscriptionRequest request) {
        return requests.ask(request);
    }

    /** Gives a subscription to {@code link}; who had it has it no longer. */
    void hold(String subscription, OutgoingLink link) {
        holders.put(subscription, link);
    }

    /** Hears that {@code link} is gone: its client may come back, unless it {@code closes} the subscription. */
    void leave(String subscription, OutgoingLink link, boolean closes) {
        if (holders.remove(subscription, link)) {
            // Whoever comes next may find another subscription at this address: nothing known of this one may stay.
            outputs.retire(subscription);
            requests.ask(closes ? SubscriptionRequest.end(subscription) : SubscriptionRequest.leave(subscription));
        }
    }

    /** Returns the subscriptions of a client's link. */
    List<SubscriptionAddress> named(String container, String link) {
        return requests.subscriptions().keySet().stream()
                .map(SubscriptionAddress::read)
                .filter(address ->
                        address.container().equals(container) && address.link().equals(link))
                .toList();
    }

    /** Hears that a subscription was ended by somebody else. */
    void onEnded(String subscription) {
        OutgoingLink link = holders.remove(subscription);
        if (link != null) {
            link.detach(AmqpError.RESOURCE_DELETED, "the subscription was ended");
        }
        outputs.retire(subscription);
    }
}
