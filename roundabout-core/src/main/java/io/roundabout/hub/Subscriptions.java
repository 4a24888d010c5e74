package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.Words;
import io.roundabout.api.EndedView;
import io.roundabout.api.SubscriptionsDoor;
import io.roundabout.outbox.OutputRequests;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.outbox.SubscriptionRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;

/** Ends subscriptions for somebody who is not their client. Thread-safe. */
final class Subscriptions implements SubscriptionsDoor {
    /** Names listed where none is meant. */
    private static final int LISTED = 5;

    private final OutputRequests requests;
    private final ToLongFunction<String> waiting;

    /** @param waiting says how many messages wait at an address */
    Subscriptions(OutputRequests requests, ToLongFunction<String> waiting) {
        this.requests = requests;
        this.waiting = waiting;
    }

    @Override
    public CompletionStage<EndedView> end(String topic, String name) {
        String address = found(topic, name);
        long held = waiting.applyAsLong(address);
        return requests.ask(SubscriptionRequest.end(address)).thenApply(refusal -> {
            refusal.ifPresent(text -> {
                throw notFound(text);
            });
            return new EndedView(address, held);
        });
    }

    private String found(String topic, String name) {
        List<SubscriptionAddress> all = requests.subscriptions().keySet().stream()
                .map(SubscriptionAddress::read)
                .filter(address -> address.topic().equals(topic))
                .toList();
        if (all.isEmpty()) {
            throw notFound("nobody has a subscription of '" + topic + "'");
        }
        List<String> whole = all.stream().map(Subscriptions::nameOf).toList();
        List<SubscriptionAddress> meant = all.stream()
                .filter(address -> name.equals(nameOf(address)) || name.equals(address.link()))
                .toList();
        Optional<SubscriptionAddress> exact =
                meant.stream().filter(address -> name.equals(nameOf(address))).findFirst();
        if (meant.isEmpty()) {
            throw notFound("no subscription of '" + topic + "' is named '" + name + "'; there is "
                    + String.join(", ", Words.nearest(name, whole, LISTED)));
        }
        if (exact.isEmpty() && meant.size() > 1) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "AMBIGUOUS",
                    meant.size() + " subscriptions of '" + topic + "' are named '" + name + "'; say which: "
                            + String.join(
                                    ", ",
                                    meant.stream()
                                            .map(Subscriptions::nameOf)
                                            .sorted()
                                            .limit(LISTED)
                                            .toList()));
        }
        return exact.orElse(meant.get(0)).text();
    }

    private static String nameOf(SubscriptionAddress address) {
        return address.container() + "/" + address.link();
    }

    private static RoundaboutException notFound(String text) {
        return new RoundaboutException(Fault.VEHICLE, "NOT_FOUND", text);
    }
}
